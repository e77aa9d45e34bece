import { type Identity } from '../../terraform';

/** What stands for the client id of an application wherever routes and tokens are put together. */
export function audienceOf(identity: Identity): string {
  return `client id of ${identity}`;
}
