import { fileLog, httpLog } from './access-log';
import { acl } from './acl';
import { correlationId } from './correlation-id';
import { cors } from './cors';
import { type PluginKind } from './factory';
import { guard } from './guard';
import { ipRestriction } from './ip-restriction';
import { oidc } from './oidc';
import { openidConnect } from './openid-connect';
import { prometheus } from './prometheus';
import { rateLimiting } from './rate-limiting';
import { requestTermination } from './request-termination';
import { requestTransformer } from './request-transformer';

export { type PluginServices } from './factory';
export { TokenVerifier } from './token-verifier';

/**
 * Plugins that the embedded gateway enforces, and when they run: the highest first.
 *
 * @see docs/kong.md, "Plugins: order"
 */
export const PLUGIN_KINDS: Readonly<Record<string, { readonly kind: PluginKind; readonly priority: number }>> = {
  'pre-function': { kind: guard, priority: 1_000_000 },
  'correlation-id': { kind: correlationId, priority: 100_001 },
  cors: { kind: cors, priority: 2_000 },
  'openid-connect': { kind: openidConnect, priority: 1_050 },
  oidc: { kind: oidc, priority: 1_000 },
  'ip-restriction': { kind: ipRestriction, priority: 990 },
  acl: { kind: acl, priority: 950 },
  'rate-limiting': { kind: rateLimiting, priority: 910 },
  'request-transformer': { kind: requestTransformer, priority: 801 },
  prometheus: { kind: prometheus, priority: 13 },
  'http-log': { kind: httpLog, priority: 12 },
  'file-log': { kind: fileLog, priority: 9 },
  'request-termination': { kind: requestTermination, priority: 2 },
};
