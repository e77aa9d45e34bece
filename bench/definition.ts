import {
  defineAccess,
  defineApi,
  defineClient,
  defineEnvironment,
  defineRoutes,
  grant,
  type AccessModel,
  type EnvironmentModel,
} from '../lib';

export const ROUTES_PER_API = 10;
export const TENANT = '11111111-1111-4111-8111-111111111111';
export const DEPLOYER = '22222222-2222-4222-8222-222222222222';

/** Key of the API with this number; all keys are of one length. */
export function apiKey(number: number): string {
  return `api-${String(number).padStart(5, '0')}`;
}

/** Key of the client with this number. */
export function clientKey(number: number): string {
  return `client-${String(number).padStart(5, '0')}`;
}

/** What one definition has otherwise than the common one. */
export interface Changed {
  /** The first route of the middle API takes one method and one role more. */
  readonly route?: boolean;
  /** So many daemons in all, of which each API is called by five. @default - one for each API */
  readonly clients?: number;
}

/** Daemons that call an API, where they are fewer than the APIs. */
const CALLERS = 5;

/** A definition of some APIs, each with two roles, a scope, ten routes and a daemon that holds one role. */
export function sizedModel(apis: number, changed: Changed = {}): AccessModel {
  const changedApi = changed.route === true ? apis >> 1 : undefined;
  const parts = Array.from({ length: apis }, (_, number) => onePart(number, number === changedApi));
  const { clients } = changed;
  const shared = Array.from({ length: clients ?? 0 }, (_, number) =>
    defineClient({ name: clientKey(number), kind: 'daemon', team: 'billing' }),
  );
  const called = ({ api }: ReturnType<typeof onePart>, number: number): ReturnType<typeof grant>[] =>
    Array.from({ length: CALLERS }, (_, index) => shared[(number * CALLERS + index) % shared.length]).flatMap((client) =>
      client === undefined ? [] : grant(client, api, { roles: ['Items.Read.All'] }),
    );
  return defineAccess({
    apis: parts.map(({ api }) => api),
    clients: clients === undefined ? parts.map(({ client }) => client) : shared,
    grants: clients === undefined ? parts.map(({ granted }) => granted) : parts.flatMap(called),
    routes: parts.map(({ routes }) => routes),
  });
}

// What is inferred says which names the API has.
// eslint-disable-next-line @typescript-eslint/explicit-function-return-type
function onePart(number: number, changed: boolean) {
  const key = apiKey(number);
  const api = defineApi({
    name: key,
    team: 'sales',
    roles: {
      'Items.Read.All': { for: 'applications', description: 'Read every item' },
      'Items.Write.All': { for: 'applications', description: 'Write every item' },
    },
    scopes: { 'Items.Use': { consent: 'admin', description: 'Use items for the signed-in person' } },
  });
  const client = defineClient({ name: clientKey(number), kind: 'daemon', team: 'billing' });
  const routes = Array.from({ length: ROUTES_PER_API }, (_, index) => {
    const more = changed && index === 0;
    const writes = index % 2 === 1;
    return [
      `items-${index}`,
      {
        methods: writes ? ['POST'] : more ? ['GET', 'HEAD'] : ['GET'],
        path: `/${key}/items-${index}/{id}`,
        ...(writes && { allow: [{ roles: ['Items.Write.All'] }] as const }),
        ...(more && { allow: [{ roles: ['Items.Read.All'] }, { roles: ['Items.Write.All'] }] as const }),
      },
    ] as const;
  });
  return {
    api,
    client,
    granted: grant(client, api, { roles: ['Items.Read.All'] }),
    routes: defineRoutes(api, { host: 'public', allow: [{ roles: ['Items.Read.All'] }] }, Object.fromEntries(routes)),
  };
}

/** An unprotected environment for {@link sizedModel}, with an upstream for each API. */
export function sizedEnvironment(apis: number): EnvironmentModel {
  return defineEnvironment({
    name: 'bench',
    tenantId: TENANT,
    protected: false,
    deployers: [DEPLOYER],
    hosts: { public: 'api.example.com' },
    upstreams: Object.fromEntries(Array.from({ length: apis }, (_, number) => [apiKey(number), `https://${apiKey(number)}.internal`])),
    gateway: { dialect: 'openid-connect', version: '3.14.0.1', selectTags: ['bench'] },
  });
}
