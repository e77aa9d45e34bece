import type { Api } from './api';
import type { PrincipalModel } from '../model';
import { checkInput } from './untyped';

/** An assignment as it is written in a definition. */
export interface Assignment {
  readonly principal: PrincipalModel;
  readonly api: Api;
  readonly roles: readonly string[];
}

/** A group, known to the environment by name. */
export function group(name: string, options: { readonly key?: string } = {}): PrincipalModel {
  checkInput(options, 'group');
  return { kind: 'group', key: options.key ?? name, name };
}

/** A person, known to the environment by name. Prefer groups. */
export function person(name: string, options: { readonly key?: string } = {}): PrincipalModel {
  checkInput(options, 'person');
  return { kind: 'person', key: options.key ?? name, name };
}

/**
 * Assigns a group or person to app roles of an API or, without roles, to the API as such:
 * Entra then issues tokens for it to them.
 */
export function assign<Role extends string, ScopeName extends string>(
  principal: PrincipalModel,
  api: Api<Role, ScopeName>,
  roles: readonly NoInfer<Role>[] = [],
): Assignment {
  return { principal, api, roles };
}
