import type { GatewayTemplate } from '../kong';

/** The gateway's configuration as texts: made once, for Terraform and for the file. */
export interface GatewayTexts {
  /** JSON text of what each API puts on the gateway, by API key. */
  readonly apis: Readonly<Record<string, string>>;

  /** JSON text of what holds for all APIs. */
  readonly settings: string;

  /** Text of `gateway.json`: one API per line, so that its history reads well. */
  readonly file: string;
}

/** Renders a template to texts. Terraform compares JSON texts by key, and unlike documents they cost it nothing to carry. */
export function gatewayTexts(template: GatewayTemplate): GatewayTexts {
  const { apis, losses, ...settings } = template;
  const texts = Object.entries(apis).map(([key, api]) => [key, JSON.stringify(api)] as const);
  const head = Object.entries({ ...settings, losses }).map(([field, value]) => `${JSON.stringify(field)}: ${JSON.stringify(value)},\n`);
  const body = texts.map(([key, text]) => `${JSON.stringify(key)}: ${text}`).join(',\n');
  return {
    apis: Object.fromEntries(texts),
    settings: JSON.stringify(settings),
    file: `{\n${head.join('')}"apis": {\n${body}\n}\n}\n`,
  };
}
