import { type RouterRequest } from '../../router';
import { type PresentedToken } from '../decision';

/** What plugins read and change while a request passes. */
export interface PluginState {
  readonly request: RouterRequest;
  /** Address of the caller as the gateway sees it. */
  readonly clientIp: string | undefined;
  readonly token: PresentedToken | null;
  /** Seconds since 1970. */
  readonly now: number;
  readonly version: string | undefined;
  /** Groups an authentication plugin found, for `acl`. */
  groups: readonly string[] | undefined;
  /** True once an authentication plugin has named a credential. */
  identified: boolean;
}

/** The first value of a request's header. */
export function headerOf({ headers = [] }: RouterRequest, name: string): string | undefined {
  return headers.find(([sent]) => sent.toLowerCase() === name)?.[1];
}
