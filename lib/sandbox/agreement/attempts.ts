import { type Entrance } from '../../access';
import { type AccessModel, type PrincipalModel } from '../../model';
import { type SandboxTokenRequest } from '../sandbox';

/** Somebody who tries to call: a client for itself, or for a person. */
export interface AttemptCaller {
  /** Key of a client, an external client or an API. */
  readonly caller: string;
  readonly as: 'application' | 'person';
  /** Groups that the person is in, and who the person is, of those that the definition assigns. */
  readonly principals: readonly Pick<PrincipalModel, 'kind' | 'key' | 'name'>[];
}

/** Everybody of a definition: each caller for itself, and each that signs people in, or asks on behalf of those who called it, for nobody in particular, for somebody of each group, for each person, and for whoever is in all groups. */
export function callersOf({ clients, externalClients, apis, assignments, grants }: AccessModel): readonly AttemptCaller[] {
  const keys = [...clients, ...externalClients, ...apis].map(({ key }) => key);
  const principals = [...new Map(assignments.map(({ principal }) => [`${principal.kind} ${principal.key}`, principal])).values()];
  const groups = principals.filter(({ kind }) => kind === 'group');
  // One person may be in all groups, but is not two people.
  const together = [groups, ...principals.filter(({ kind }) => kind === 'person').map((one) => [...groups, one])];
  const people = [[], ...principals.map((one) => [one]), ...together.filter((own) => own.length > 1)];
  const signingIn = new Set(clients.filter(({ kind }) => SIGNING_IN.includes(kind)).map(({ key }) => key));
  const called = new Set([...externalClients, ...apis].map(({ key }) => key));
  const forPeople = new Set(
    grants.filter(({ caller, scopes }) => signingIn.has(caller) || (called.has(caller) && scopes.length > 0)).map(({ caller }) => caller),
  );
  return keys.flatMap((caller): readonly AttemptCaller[] => [
    { caller, as: 'application', principals: [] },
    ...(forPeople.has(caller) ? people : []).map((own) => ({ caller, as: 'person' as const, principals: own })),
  ]);
}

const SIGNING_IN = ['web', 'spa', 'native'];

/** One call that somebody makes. */
export interface Attempt extends AttemptCaller {
  readonly entrance: Entrance;
}

/** What the name of whoever is in all groups ends with. */
export const IN_ALL = ' in all groups';

/** Who somebody calls for, in a table; undefined where a client calls for itself. */
export function personOf({ as, principals }: AttemptCaller): string | undefined {
  if (as === 'application') return undefined;
  const [only, ...others] = principals;
  if (only === undefined) return 'somebody';
  if (others.length === 0) return `${only.kind} ${only.key}`;
  return `${principals.find(({ kind }) => kind === 'person')?.key ?? 'somebody'}${IN_ALL}`;
}

/** How somebody asks for a token of an API. */
export function requestFor({ caller, as, principals }: AttemptCaller, api: string): SandboxTokenRequest {
  const named = (kind: 'group' | 'person'): readonly string[] => principals.filter((one) => one.kind === kind).map(({ name }) => name);
  const [name] = named('person');
  return { client: caller, api, ...(as === 'person' && { person: { groups: named('group'), ...(name !== undefined && { name }) } }) };
}
