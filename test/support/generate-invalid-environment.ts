import { assign, group, type EnvironmentInput } from '../../lib';
import { guidOf } from './generate-texts';
import { web, withAssignment, withGateway, type Spoil } from './spoil';

const AUDIT = {
  subscriptionId: guidOf('subscription'),
  resourceGroup: 'logs',
  location: 'westeurope',
  workspace: 'logs',
  retentionDays: 90,
} as const;
const REDIS = { host: 'redis.internal', port: 6379 } as const;
const URIS = Array.from({ length: 257 }, (_, index) => `https://a.example.com/${index}`);

/** Values of an environment that are refused, most of them whatever the definition says. */
export const ENVIRONMENT_SPOILS: Readonly<Record<string, Spoil>> = {
  AUDIT_INVALID: withEnvironment({ audit: { ...AUDIT, location: 'West Europe' } }),
  STATE_INVALID: withEnvironment({
    state: { kind: 'azure', resourceGroup: 'state', storageAccount: 'Not_An_Account', container: 'tfstate' },
  }),
  SUFFIX_INVALID: withEnvironment({ suffix: 'dev' }),
  WRONG_SHAPE: withEnvironment({ protected: 'yes' as unknown as boolean }),
  NETWORK_INVALID: withEnvironment({ networks: { office: ['10.0.0.0/33'] } }),
  ORIGIN_INVALID: withEnvironment({ origins: { web: ['https://*.example.com'] } }),
  REDIRECT_URI_INVALID: withEnvironment({ redirectUris: { spoilt: ['https://*.example.com/'] } }),
  LIST_REPEATS: withEnvironment({ hosts: { spoilt: ['spoilt.example.com', 'spoilt.example.com'] } }),
  TAG_INVALID: withGateway((gateway) => ({ ...gateway, selectTags: ['one,other'] })),
  SYNC_COMMAND: withGateway((gateway) => ({ ...gateway, sync: { with: 'deck', command: 'kong-entra; id' } })),
  SECRET_LITERAL: withGateway((gateway) => ({ ...gateway, redis: { ...REDIS, password: 'not-a-reference' } })),
  NAME_INVALID: withGateway((gateway) => ({ ...gateway, redis: { ...REDIS, username: 'two words' } })),
  URL_INVALID: withGateway((gateway) => ({ ...gateway, accessLog: { to: 'http', endpoint: 'http://logs.example.com', headers: {} } })),
  LIMIT_EXCEEDED: ({ input, environment, ...rest }) => ({
    ...rest,
    input: { ...input, clients: [...(input.clients ?? []), web('a')] },
    environment: { ...environment, redirectUris: { ...environment.redirectUris, 'spoilt-a': URIS } },
  }),
  IDENTITY_DUPLICATE: (organisation) => {
    const { environment } = organisation;
    const groups = { ...environment.groups, 'The Same Group': environment.groups?.['Everybody in Sales'] ?? '' };
    return withAssignment((api) => assign(group('The Same Group', { key: 'the-same' }), api))({
      ...organisation,
      environment: { ...environment, groups },
    });
  },
};

/** The environment with other values; of a map the names that are not given stay as they are. */
function withEnvironment(changes: Partial<EnvironmentInput>): Spoil {
  return ({ environment, ...rest }) => {
    const merged = Object.entries(changes).map(
      ([field, value]) => [field, isMap(field) ? { ...(environment[field] as object), ...(value as object) } : value] as const,
    );
    return { ...rest, environment: { ...environment, ...Object.fromEntries(merged) } };
  };
}

function isMap(field: string): field is 'networks' | 'origins' | 'redirectUris' | 'hosts' {
  return ['networks', 'origins', 'redirectUris', 'hosts'].includes(field);
}
