import { type RouterRequest } from '../../router';
import { type Claims } from '../plugins/claims';

/** What a record says of who called. */
export type RecordedCaller =
  | { readonly kind: 'claims'; readonly claims: Claims }
  /** No token was sent. */
  | { readonly kind: 'none' }
  /** The gateway took the token of a client; what else it held is not in the log. */
  | { readonly kind: 'client'; readonly client: string; readonly tenant?: string }
  /** The gateway took no token, and the log does not say whether there was one. */
  | { readonly kind: 'unknown' };

/** A request that was recorded, with what came of it as far as it is known. */
export interface RecordedCall {
  /** Seconds since 1970. */
  readonly time?: number;
  readonly request: RouterRequest;
  /** False for a log that has no headers. */
  readonly hasHeaders: boolean;
  readonly clientIp?: string;
  readonly caller: RecordedCaller;
  /** Name and id of the route, as far as they are recorded; null for no route, absent where the record does not say. */
  readonly route?: { readonly name?: string; readonly id?: string } | null;
  readonly status?: number;
  /** Who answered. */
  readonly source?: 'kong' | 'upstream';
}
