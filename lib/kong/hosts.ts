import { lookUp, type EnvironmentModel } from '../model';

/** People's hosts of a name and, where applications have some of their own, theirs. */
export function everyHost({ host }: { readonly host: string }, environment: EnvironmentModel): readonly string[] {
  const calls = environment.gateway.applicationCalls;
  const own = calls?.by === 'host' ? (lookUp(calls.hosts, host) ?? []) : [];
  return [...new Set([...(lookUp(environment.hosts, host) ?? []), ...own])].sort();
}
