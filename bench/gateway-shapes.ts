import { renderGateway } from '../lib';
import { gatewayTexts } from '../lib/gateway/gateway-texts';
import { clientIdMarker, terraformLiteral } from '../lib/model';
import { apiKey, ROUTES_PER_API, sizedEnvironment, sizedModel } from './definition';

/** The same change in each shape: the first route of the middle API takes one method and one role more. */
export interface ShapeOptions {
  readonly apis: number;
  readonly changed: boolean;
}

/** What `triggers_replace` carries beside the client ids. */
export type Carried = Readonly<Record<string, unknown>>;

/** What the library carries through Terraform: the settings with what APIs share, and a text per API with what is its own. */
export function ourShape({ apis, changed }: ShapeOptions): Carried {
  const texts = gatewayTexts(renderGateway(sizedModel(apis, { route: changed }), sizedEnvironment(apis)));
  return {
    settings: terraformLiteral(texts.settings),
    apis: Object.fromEntries(Object.entries(texts.apis).map(([key, text]) => [key, terraformLiteral(text)])),
  };
}

/** The shape of the reference: one small JSON text per API, with one service and ten routes, its client id used 11 times. */
export function referenceShape({ apis, changed }: ShapeOptions): Carried {
  const entries = Array.from({ length: apis }, (_, number) => {
    const key = apiKey(number);
    return [key, JSON.stringify(smallDocument(key, changed && number === apis >> 1))] as const;
  });
  return { apis: Object.fromEntries(entries) };
}

function smallDocument(key: string, changed: boolean): unknown {
  const audience = [clientIdMarker(key)];
  const routes = Array.from({ length: ROUTES_PER_API }, (_, index) => {
    const more = changed && index === 0;
    const oidc = {
      issuer: ISSUER,
      audience_required: audience,
      roles_claim: ['roles'],
      roles_required: more ? ['Items.Read.All', 'Items.Write.All'] : ['Items.Read.All'],
    };
    return [
      `${key}.items-${index}`,
      { paths: [`~/${key}/items-${index}/(?<id>[^/]+)$`], methods: more ? ['GET', 'HEAD'] : ['GET'], plugins: { 'openid-connect': oidc } },
    ] as const;
  });
  return { name: key, url: `https://${key}.internal`, tags: audience, routes: Object.fromEntries(routes) };
}

const ISSUER = 'https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0';

/** A stack that carries a shape, with a stand-in for each registration whose id is unknown until it is made. */
export function stackOf(apis: number, carried: Carried): unknown {
  const keys = Array.from({ length: apis }, (_, number) => apiKey(number));
  const ids = Object.fromEntries(keys.map((key) => [key, `\${terraform_data.${key}.id}`]));
  const standIns = Object.fromEntries(keys.map((key) => [key, {}]));
  return { resource: { terraform_data: { ...standIns, gateway: { triggers_replace: { ...carried, client_ids: ids } } } } };
}

/** Megabytes of text a shape carries. */
export function textSize(carried: Carried): number {
  return Buffer.byteLength(JSON.stringify(carried)) / 1e6;
}
