import { defineEnvironment, type EnvironmentInput, type EnvironmentModel } from '../../lib';

export const TENANT = '11111111-1111-4111-8111-111111111111';
export const DEPLOYER = '22222222-2222-4222-8222-222222222222';

/** A gateway that does not tell applications' calls from people's. */
export const GATEWAY = { dialect: 'openid-connect', version: '3.14.0.1', selectTags: ['test'] } as const;

/** A made-up GUID, the same for the same number. */
export function guid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** The smallest environment for the example of the README, with what a test wants otherwise. */
export function environmentInput(changes: Partial<EnvironmentInput> = {}): EnvironmentInput {
  return {
    name: 'test',
    tenantId: TENANT,
    protected: false,
    deployers: [DEPLOYER],
    groups: { 'order-managers': guid(1) },
    hosts: { public: 'api.example.com' },
    upstreams: { orders: 'https://orders.internal' },
    ...changes,
    gateway: changes.gateway ?? { ...GATEWAY, applicationCalls: { by: 'host', hosts: { public: ['apps.example.com'] } } },
  };
}

export function environment(changes: Partial<EnvironmentInput> = {}): EnvironmentModel {
  return defineEnvironment(environmentInput(changes));
}
