import { Construct } from 'constructs';
import type { AccessModel, ApiModel, EnvironmentModel, ExternalApiModel, GrantModel } from '../model';
import { AdminConsent } from './admin-consent';
import { withoutCreationStacks } from './creation-stacks';
import { EntraApi } from './entra-api';
import { EntraClient, isRegistered } from './entra-client';
import { RegistrationGuard } from './registration-guard';
import { ApiRequests, toApiRequest, type ApiRequest } from './requests';
import { externalClientId, type Registrations } from './service-principals';

/** Inputs of {@link EntraAccess}. */
export interface EntraAccessProps {
  /** The definition. */
  readonly model: AccessModel;

  /** Where it is deployed. */
  readonly environment: EnvironmentModel;

  /**
   * The stack that gets the consents in consent mode `separate-stack`, and only then.
   * @default - that mode is refused
   */
  readonly consents?: Construct;
}

/**
 * The identity half of a definition: every registration, what it requests, and the consents.
 * Clients point at APIs and never the other way, and what points at two APIs is a resource of its
 * own, so there are no cycles.
 */
export class EntraAccess extends Construct {
  /** Client ids by the key of each registered API and client; known after apply. */
  public readonly clientIds: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: EntraAccessProps) {
    super(scope, id);
    const { model, environment } = props;

    const consentsIn = consentScope(this, props);
    new RegistrationGuard(this, 'Guard', { model });
    const registrations = withoutCreationStacks(() => {
      const made = register(this, model, environment);
      new AdminConsent(consentsIn, 'AdminConsent', { model, environment, registrations: made });
      return made;
    });

    this.clientIds = Object.fromEntries([...registrations.apis, ...registrations.clients].map(([key, { clientId }]) => [key, clientId]));
  }
}

function register(scope: Construct, model: AccessModel, environment: EnvironmentModel): Registrations {
  const apis = new Map(model.apis.map((api) => [api.key, new EntraApi(scope, `api-${api.key}`, { api, environment })]));
  const requests = requestsByCaller(model, environment, apis);
  const clients = new Map(
    model.clients.filter(isRegistered).map((client) => {
      return [
        client.key,
        new EntraClient(scope, `client-${client.key}`, { client, environment, requests: requests.get(client.key) ?? [] }),
      ];
    }),
  );
  for (const [key, caller] of apis) {
    const asked = requests.get(key);
    if (asked) new ApiRequests(scope, `requests-${key}`, { caller, requests: asked });
  }
  return { apis, clients };
}

function consentScope(own: Construct, { environment, consents }: EntraAccessProps): Construct {
  if (environment.consent !== 'separate-stack') return own;
  if (!consents) throw new Error('consent mode "separate-stack" needs the stack that gets the consents');
  return consents;
}

function requestsByCaller(
  model: AccessModel,
  environment: EnvironmentModel,
  apis: ReadonlyMap<string, EntraApi>,
): ReadonlyMap<string, readonly ApiRequest[]> {
  const external = new Map(model.externalApis.map((api) => [api.key, api]));
  const byCaller = new Map<string, ApiRequest[]>();
  for (const grant of [...model.grants].sort(byApi)) {
    const asked = byCaller.get(grant.caller) ?? [];
    asked.push(toApiRequest(grant, ...target(grant, environment, apis, external)));
    byCaller.set(grant.caller, asked);
  }
  return byCaller;
}

function target(
  grant: GrantModel,
  environment: EnvironmentModel,
  apis: ReadonlyMap<string, EntraApi>,
  externalApis: ReadonlyMap<string, ExternalApiModel>,
): readonly [ApiModel | ExternalApiModel, string] {
  const own = apis.get(grant.api);
  if (own) return [own.api, own.clientId];
  const external = externalApis.get(grant.api);
  if (!external) throw new Error(`nothing in the definition has the key "${grant.api}"`);
  return [external, externalClientId(external, environment)];
}

function byApi(a: GrantModel, b: GrantModel): number {
  return a.api < b.api ? -1 : a.api > b.api ? 1 : 0;
}
