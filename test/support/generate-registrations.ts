import type { Api, Client, RoleInput, ScopeInput } from '../../lib';
import { defineApi, defineClient } from '../../lib';
import type { Draft } from './generate';
import { chance, choose, count, HOSTILE, VALUES } from './generate-texts';

/** Names of tenants other than the home tenant. */
export const TENANTS = ['Contoso', 'Fabrikam'] as const;

/** Name of the upstream of several APIs. */
export const SHARED_UPSTREAM = 'shared';

const TEAMS = ['sales', 'billing'];
const KINDS = ['daemon', 'web', 'spa', 'native', 'managed-identity'] as const;

export function generateApis(draft: Draft): readonly Api[] {
  const number = count(draft.choice, 1, 3);
  const shared = number > 1 && chance(draft.choice, 30);
  if (shared) draft.facts.push('api:shared-upstream');
  return Array.from({ length: number }, (_, index) => generateApi(draft, index, shared));
}

function generateApi({ choice, facts, environment }: Draft, index: number, shared: boolean): Api {
  const multiTenant = environment.gateway.dialect === 'openid-connect' && chance(choice, 25);
  const open = chance(choice, 15);
  if (multiTenant) facts.push('api:multi-tenant');
  if (open) facts.push('api:open');
  return defineApi({
    name: `${choose(choice, HOSTILE)} ${index}`.trim(),
    key: `api-${index}`,
    team: choose(choice, TEAMS),
    description: choose(choice, HOSTILE),
    owners: chance(choice, 50) ? ['Team Lead'] : [],
    roles: Object.fromEntries(Array.from({ length: 5 }, (_unused, position) => generateRole(choice, position))),
    scopes: Object.fromEntries(Array.from({ length: 2 }, (_unused, position) => generateScope(choice, position))),
    tenants: multiTenant ? ['home', ...TENANTS.slice(0, count(choice, 1, 2))] : [],
    open,
    ...(shared ? { upstream: SHARED_UPSTREAM } : {}),
  });
}

type Choice = Draft['choice'];

/** Two roles for applications, two for people, one for both: every kind of way in finds its roles. */
function generateRole(choice: Choice, position: number): readonly [string, RoleInput] {
  const value = `${choose(choice, VALUES)}.R${position}`;
  return [
    value,
    {
      for: (['applications', 'applications', 'people', 'people', 'both'] as const)[position] ?? 'both',
      description: choose(choice, HOSTILE),
      ...(chance(choice, 50) ? { key: `role-${position}` } : {}),
    },
  ];
}

function generateScope(choice: Choice, position: number): readonly [string, ScopeInput] {
  const value = `${choose(choice, VALUES)}.S${position}`;
  return [
    value,
    {
      consent: choose(choice, ['admin', 'users'] as const),
      description: choose(choice, HOSTILE),
      ...(chance(choice, 50) ? { key: `scope-${position}` } : {}),
    },
  ];
}

export function generateClients({ choice, facts }: Draft): readonly Client[] {
  return KINDS.filter(() => chance(choice, 60)).map((kind) => {
    facts.push(`client:${kind}`);
    const base = {
      name: `${choose(choice, HOSTILE)} ${kind}`.trim(),
      key: `client-${kind}`,
      team: choose(choice, TEAMS),
      description: choose(choice, HOSTILE),
    };
    return defineClient({ ...base, kind });
  });
}
