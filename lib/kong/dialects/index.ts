import type { Dialect as DialectName } from '../../model';
import type { Dialect } from './dialect';
import { oidc } from './oidc';
import { openidConnect } from './openid-connect';

export const DIALECTS: Readonly<Record<DialectName, Dialect>> = { 'openid-connect': openidConnect, oidc };
