import type { LocalExecProvisioner } from 'cdktf';
import { Construct } from 'constructs';
import { pinByName, TerraformData } from '../entra';
import { markersIn, terraformLiteral, type Bindings, type GatewaySync } from '../model';
import type { GatewayTexts } from './gateway-texts';

/**
 * Client ids per environment variable. With keys of 63 characters an entry is at most 105 bytes,
 * so a variable stays below 60 KiB; Linux refuses one above 128 KiB.
 */
const IDS_PER_VARIABLE = 500;

/** Inputs of {@link GatewayTrigger}. */
export interface GatewayTriggerProps {
  readonly texts: GatewayTexts;

  /** Client ids of the registrations of this deployment. */
  readonly clientIds: Bindings;

  /**
   * Deploys the configuration whenever this resource is made.
   * @default - a plan shows the changes, and somebody else deploys them
   */
  readonly sync?: GatewaySync;
}

/**
 * Carries the gateway's configuration through Terraform: each change of it, and each new client
 * id it waits for, shows in the plan, after all identities, and replaces this resource.
 *
 * With `sync` the replacement runs the CLI in the stack's folder, where it reads `gateway.json`. If that fails, so does the
 * deploy; the resource is tainted then, and the next deploy tries again.
 */
export class GatewayTrigger extends Construct {
  constructor(scope: Construct, id: string, props: GatewayTriggerProps) {
    super(scope, id);
    const { texts, sync } = props;
    const clientIds = awaitedIds(texts, props.clientIds);

    pinByName(
      new TerraformData(this, 'Configuration', {
        triggersReplace: {
          settings: jsonLiteral(texts.settings),
          // Switching it on deploys what is there already.
          ...(sync && { sync: sync.with }),
          apis: mapEntries(texts.apis, (key, text) => [terraformLiteral(key), jsonLiteral(text)]),
          client_ids: clientIds,
        },
        ...(sync && { provisioners: [syncProvisioner(sync, Object.keys(clientIds).length)] }),
      }),
      'gateway',
    );
  }
}

// Both marks of Terraform's templates as JSON escapes: nothing is left to evaluate, and a plan of thousands of routes, whose
// regexes are full of "%", takes a fifth less time. A plan shows the characters themselves.
function jsonLiteral(json: string): string {
  return json.replace(/[$%]/g, (mark) => (mark === '$' ? '\\u0024' : '\\u0025'));
}

// Ids the configuration does not wait for would replace the resource for nothing.
function awaitedIds(texts: GatewayTexts, clientIds: Bindings): Bindings {
  const awaited = new Set(Object.values(texts.apis).flatMap((text) => [...markersIn(text)]));
  return Object.fromEntries(
    [...awaited].sort().map((key) => {
      const clientId = clientIds[key];
      if (clientId === undefined) throw new Error(`the gateway waits for the client id of "${key}", which is not registered here`);
      return [terraformLiteral(key), clientId];
    }),
  );
}

function syncProvisioner(sync: GatewaySync, ids: number): LocalExecProvisioner {
  const variables = Array.from({ length: Math.ceil(ids / IDS_PER_VARIABLE) }, (_, index) => {
    const first = index * IDS_PER_VARIABLE;
    return [`KONG_ENTRA_CLIENT_IDS_${index}`, idsExpression(first, Math.min(first + IDS_PER_VARIABLE, ids))] as const;
  });
  return {
    type: 'local-exec',
    command: terraformLiteral(`${sync.command} kong sync`),
    // The count is always said, so that no variable of the operator's own shell is taken for a piece.
    environment: { KONG_ENTRA_CLIENT_IDS_COUNT: String(variables.length), ...Object.fromEntries(variables) },
  };
}

// Terraform's own expression, not data: the ids are in the resource already, and need not be written again.
function idsExpression(first: number, end: number): string {
  const ids = 'self.triggers_replace.client_ids';
  return `\${jsonencode({for key in slice(keys(${ids}), ${first}, ${end}) : key => ${ids}[key]})}`;
}

function mapEntries(
  values: Readonly<Record<string, string>>,
  change: (key: string, value: string) => readonly [string, string],
): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => change(key, value)));
}
