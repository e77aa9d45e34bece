import { assign, grant, group } from '../../lib';
import type { Organisation } from './generate';
import { ENVIRONMENT_SPOILS } from './generate-invalid-environment';
import { GATEWAY_SPOILS } from './generate-invalid-gateway';
import { NAME_SPOILS } from './generate-invalid-names';
import {
  asList,
  daemon,
  IDENTITY,
  roleFor,
  routesOf,
  spa,
  untyped,
  web,
  withApi,
  withAssignment,
  withChangedApi,
  withGateway,
  withGrant,
  withRoute,
  type Spoil,
} from './spoil';

/** An organisation that is refused for one reason. */
export interface Invalid {
  readonly organisation: Organisation;
  readonly code: string;
}

const DEFINITION: Readonly<Record<string, Spoil>> = {
  GRANT_UNKNOWN_ROLE: withGrant((api) => grant(daemon('a'), untyped(api), { roles: ['No.Such.Role'] })),
  GRANT_UNKNOWN_SCOPE: withGrant((api) => grant(web('a'), untyped(api), { scopes: ['No.Such.Scope'] })),
  GRANT_EMPTY: withGrant((api) => grant(daemon('a'), api, {})),
  GRANT_SELF: ({ input, ...rest }) =>
    withApi(input, (api) => ({ ...rest, input: { ...input, grants: [grant(api, untyped(api), { scopes: Object.keys(api.scopes) })] } })),
  GRANT_UNKNOWN_CALLER: ({ input, ...rest }) =>
    withApi(input, (api) => ({
      ...rest,
      input: { ...input, grants: [grant(daemon('nobody-lists-me'), untyped(api), { roles: roleFor(api, 'applications') })] },
    })),
  GRANT_ROLE_FOR_PEOPLE: withGrant((api) => grant(daemon('a'), untyped(api), { roles: roleFor(api, 'people') })),
  GRANT_ROLE_PUBLIC_CLIENT: withGrant((api) => grant(spa('a'), untyped(api), { roles: roleFor(api, 'applications') })),
  GRANT_SCOPE_WITHOUT_PEOPLE: withGrant((api) => grant(daemon('a'), untyped(api), { scopes: Object.keys(api.scopes) })),
  KEY_DUPLICATE: ({ input, ...rest }) => ({
    ...rest,
    input: { ...input, clients: [...(input.clients ?? []), daemon('twice'), daemon('twice')] },
  }),
  KEY_INVALID: ({ input, ...rest }) => ({ ...rest, input: { ...input, clients: [...(input.clients ?? []), daemon('Not A Key')] } }),
  RETIRED_IN_USE: ({ input, ...rest }) =>
    withApi(input, (api) => ({ ...rest, input: { ...input, retired: [{ key: api.key, kind: 'api', then: 'keep' }] } })),
  PERMISSION_VALUE_INVALID: withChangedApi((api) => ({ roles: { ...api.roles, 'two words': { for: 'people', description: 'x' } } })),
  PERMISSION_DUPLICATE: withChangedApi((api) => ({
    scopes: { ...api.scopes, [Object.keys(api.roles)[0] ?? '']: { consent: 'admin', description: 'x', key: 'own' } },
  })),
  TEXT_INVALID: withChangedApi(() => ({ description: 'a line\nand a forged one' })),
  ASSIGN_UNKNOWN_ROLE: withAssignment((api) => assign(group('Everybody in Sales', { key: 'others' }), untyped(api), ['No.Such.Role'])),
  ASSIGN_ROLE_FOR_APPLICATIONS: withAssignment((api) =>
    assign(group('Everybody in Sales', { key: 'others' }), untyped(api), roleFor(api, 'applications')),
  ),
  ROUTE_ACCESS: withRoute(() => ({ allow: [], public: 'both' })),
  ROUTE_ALTERNATIVE_EMPTY: withRoute(() => ({ allow: [{}] })),
  ROUTE_IMPOSSIBLE: withRoute((api) => ({ allow: [{ roles: [...roleFor(api, 'applications'), ...roleFor(api, 'people')] }] })),
  ROUTE_UNKNOWN_ROLE: withRoute(() => ({ allow: [{ roles: ['No.Such.Role'] }] })),
  HEADER_NAME_INVALID: withRoute((api) => ({
    allow: [{ roles: roleFor(api, 'applications') }],
    forward: { headers: { ...IDENTITY, Authorization: 'client-id' } },
  })),
  ROUTE_HEADERS: withRoute((api) => ({
    allow: [{ roles: roleFor(api, 'applications') }],
    forward: { headers: { ...IDENTITY, 'x-client-id': 'client-id' } },
  })),
  RATE_LIMIT_ORDER: withRoute(() => ({ allow: [], rateLimit: { perSecond: 10, perHour: 1 } })),
  NAME_DUPLICATE: ({ input, ...rest }) => ({
    ...rest,
    input: {
      ...input,
      clients: [...(input.clients ?? []), { ...daemon('same-name'), name: 'Same' }, { ...daemon('another-key'), name: 'same' }],
    },
  }),
  ROUTE_OVERLAP: ({ input, ...rest }) =>
    withApi(input, (api) => ({
      ...rest,
      input: { ...input, routes: [...asList(input.routes), routesOf(api, { one: '/spoilt/{a}', other: '/spoilt/{b}' })] },
    })),
  PATH_INVALID: withRoute(() => ({ path: '~/regex/.*', allow: [] })),
  METHOD_INVALID: withRoute(() => ({ methods: ['get'], allow: [] })),
  RATE_LIMIT_EMPTY: withRoute(() => ({ allow: [], rateLimit: {} })),
  FIELD_UNKNOWN: withRoute(() => ({ allow: [], methds: ['GET'] }) as object),
  ENVIRONMENT_MISSING: ({ environment, ...rest }) => ({ ...rest, environment: { ...environment, upstreams: {} } }),
  KONG_VERSION: withGateway((gateway) => ({ ...gateway, version: '2.8.1.4' })),
  GUID_INVALID: ({ environment, ...rest }) => ({ ...rest, environment: { ...environment, tenantId: 'contoso.onmicrosoft.com' } }),
  HOST_INVALID: ({ environment, ...rest }) => ({
    ...rest,
    environment: { ...environment, hosts: { ...environment.hosts, public: '*.example.com' } },
  }),
  UPSTREAM_INVALID: ({ environment, ...rest }) => ({
    ...rest,
    environment: { ...environment, upstreams: { ...environment.upstreams, spoilt: 'https://user:password@orders.internal' } },
  }),
};

/** Every refusal {@link mutateInvalid} can make. */
export const SPOILS: Readonly<Record<string, Spoil>> = { ...DEFINITION, ...NAME_SPOILS, ...ENVIRONMENT_SPOILS, ...GATEWAY_SPOILS };

/** The organisation spoilt for one reason, which is named; undefined where that reason does not apply to it. */
export function mutateInvalid(organisation: Organisation, code: string): Invalid | undefined {
  const spoil = SPOILS[code];
  if (spoil === undefined) throw new Error(`no mutation makes ${code}`);
  const spoilt = spoil(organisation);
  return spoilt === undefined ? undefined : { organisation: spoilt, code };
}
