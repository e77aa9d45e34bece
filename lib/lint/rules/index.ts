import { type Rule } from '../types';
import { con001 } from './con001-tier-zero';
import { con002 } from './con002-narrower';
import { con003 } from './con003-gateway-permissions';
import { con004 } from './con004-requests-and-grants';
import { con006 } from './con006-pre-authorization';
import { crd001 } from './crd001-needless-secret';
import { crd003 } from './crd003-lifetimes';
import { crd004 } from './crd004-rotation';
import { crd005 } from './crd005-literal-secrets';
import { crd006 } from './crd006-federated-subject';
import { ent001 } from './ent001-token-version';
import { ent002 } from './ent002-sign-in-audience';
import { ent003 } from './ent003-implicit-grant';
import { ent004 } from './ent004-redirect-uris';
import { ent007 } from './ent007-one-namespace';
import { ent008 } from './ent008-stable-ids';
import { ent009 } from './ent009-removal';
import { ent010 } from './ent010-owners';
import { ent012 } from './ent012-assignment-required';
import { ent014 } from './ent014-group-claims';
import { ent016 } from './ent016-protected';
import { kng001 } from './kng001-authentication';
import { kng002 } from './kng002-audience';
import { kng003 } from './kng003-scopes-claim';
import { kng004 } from './kng004-required';
import { kng005 } from './kng005-auth-methods';
import { kng006 } from './kng006-verification';
import { kng007 } from './kng007-ssl-verify';
import { kng009 } from './kng009-token-place';
import { kng010 } from './kng010-issuer';
import { kng011 } from './kng011-leeway';
import { kng014 } from './kng014-anonymous';
import { kng015 } from './kng015-and-or';
import { kng017 } from './kng017-bypass';
import { kng020 } from './kng020-version';
import { org001 } from './org001-hosts';
import { x001 } from './x001-issuer';
import { x002 } from './x002-audience';
import { x003 } from './x003-required-exists';
import { x004 } from './x004-unused';
import { x005 } from './x005-member-types';
import { x006 } from './x006-impossible';
import { x010 } from './x010-environments';

/** The rules, those that join both halves first. */
export const RULES: readonly Rule[] = [
  x001,
  x002,
  x003,
  x004,
  x005,
  x006,
  x010,
  ent001,
  ent002,
  ent003,
  ent004,
  ent007,
  ent008,
  ent009,
  ent010,
  ent012,
  ent014,
  ent016,
  con001,
  con002,
  con003,
  con004,
  con006,
  crd001,
  crd003,
  crd004,
  crd005,
  crd006,
  kng001,
  kng002,
  kng003,
  kng004,
  kng005,
  kng006,
  kng007,
  kng009,
  kng010,
  kng011,
  kng014,
  kng015,
  kng017,
  kng020,
  org001,
];
