import type { GeneratorValue } from 'fast-check';
import type { EnvironmentInput } from '../../lib';
import { chance, choose, guidOf } from './generate-texts';

/** Patches that take away a header of a missing claim; older ones cannot hand on identity headers. */
const ENTERPRISE = ['3.10.0.10', '3.12.0.5', '3.13.0.3', '3.14.0.1', '3.15.0.1'];

const DOORS = {
  host: {
    by: 'host',
    hosts: {
      public: ['apps.example.com'],
      internal: ['apps.internal.example.com', 'apps2.internal.example.com'],
      everywhere: ['apps2.internal.example.com', 'apps.example.com'],
    },
  },
  header: { by: 'header', name: 'X-Caller', value: 'application' },
  none: undefined,
} as const;

/** An environment without the names of the definition. */
export function generateEnvironment(choice: GeneratorValue, facts: string[]): EnvironmentInput {
  const consent = choose(choice, ['grant', 'request-only', 'separate-stack'] as const);
  const flavor = choose(choice, ['traditional_compatible', 'traditional', 'expressions'] as const);
  const door = choose(choice, ['host', 'header', 'header', 'none'] as const);
  const cloud = choose(choice, ['global', 'usgovernmentl4', 'usgovernmentl5', 'china'] as const);
  const dialect = chance(choice, door === 'header' ? 85 : 70) ? 'openid-connect' : 'oidc';
  const applicationCalls = DOORS[door];
  facts.push(`consent:${consent}`, `door:${door}`, `dialect:${dialect}`, `flavor:${flavor}`, `cloud:${cloud}`);
  return {
    name: 'Generated',
    key: 'generated',
    suffix: choose(choice, ['', '-dev']),
    tenantId: guidOf('home tenant'),
    cloud,
    protected: chance(choice, 30),
    consent,
    deployers: [guidOf('deployer')],
    // A host of "everywhere" is one of another name too.
    hosts: {
      public: 'api.example.com',
      internal: ['internal.example.com', 'internal2.example.com'],
      everywhere: ['internal2.example.com', 'api.example.com'],
    },
    origins: { web: ['https://portal.example.com'], 'web and test': ['https://portal.example.com', 'https://test.example.com:8443'] },
    networks: { office: ['10.0.0.0/8', '2001:db8::/32'] },
    gateway: {
      dialect,
      version: dialect === 'oidc' ? '3.9.3' : choose(choice, ENTERPRISE),
      flavor,
      selectTags: ['kong-entra', 'generated'],
      trustedProxies: [],
      accessLog: chance(choice, 50) ? { to: 'stdout' } : { to: 'http', endpoint: 'https://logs.example.com/in', headers: {} },
      ...(applicationCalls === undefined ? {} : { applicationCalls: { ...applicationCalls } }),
    },
  };
}
