import { constants, createPublicKey, verify, type KeyObject, type VerifyKeyObjectInput } from 'node:crypto';
import { DefinitionError } from '../../errors';
import { type DecodedToken } from './decode';

/** A public key, as a key set (JWKS) has it. */
export type PublicJwk = Readonly<Record<string, unknown>>;

/** What is known of a token's signature. */
export interface SignatureFinding {
  readonly outcome: 'good' | 'bad' | 'not checked';
  /** Why, in words. */
  readonly why: string;
}

interface Algorithm {
  readonly keyType: 'RSA' | 'EC' | 'OKP';
  readonly curve?: string;
  readonly hash: string | null;
  readonly options: Omit<VerifyKeyObjectInput, 'key'>;
}

const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
const P1363 = { dsaEncoding: 'ieee-p1363' } as const;

/** The algorithms the gateway takes: those with a key pair. Every other one, such as `none` and those with a shared secret, it refuses. */
const ALGORITHMS: Readonly<Record<string, Algorithm>> = {
  RS256: { keyType: 'RSA', hash: 'sha256', options: {} },
  RS384: { keyType: 'RSA', hash: 'sha384', options: {} },
  RS512: { keyType: 'RSA', hash: 'sha512', options: {} },
  PS256: { keyType: 'RSA', hash: 'sha256', options: PSS },
  PS384: { keyType: 'RSA', hash: 'sha384', options: PSS },
  PS512: { keyType: 'RSA', hash: 'sha512', options: PSS },
  ES256: { keyType: 'EC', curve: 'P-256', hash: 'sha256', options: P1363 },
  ES384: { keyType: 'EC', curve: 'P-384', hash: 'sha384', options: P1363 },
  ES512: { keyType: 'EC', curve: 'P-521', hash: 'sha512', options: P1363 },
  EdDSA: { keyType: 'OKP', hash: null, options: {} },
};

/** Public keys of a key set, as an issuer's `jwks_uri` answers. */
export function readKeys(content: unknown, source: string): readonly PublicJwk[] {
  const keys = typeof content === 'object' && content !== null ? (content as { readonly keys?: unknown }).keys : undefined;
  if (Array.isArray(keys) && keys.length > 0 && keys.every((key) => typeof key === 'object' && key !== null))
    return keys as readonly PublicJwk[];
  const fix = "pass what the tenant's discovery/v2.0/keys answers";
  throw new DefinitionError([{ where: source, what: 'is no key set: it has no list `keys`', fix, code: 'FILE_INVALID' }]);
}

/** Whether one of the keys made a token's signature. Without keys only what no key could make good is told. */
export function checkSignature({ header, signed, signature }: DecodedToken, keys: readonly PublicJwk[] | undefined): SignatureFinding {
  const { alg, kid, crit } = header;
  const algorithm = typeof alg === 'string' && Object.hasOwn(ALGORITHMS, alg) ? ALGORITHMS[alg] : undefined;
  if (algorithm === undefined) return bad(`the algorithm ${named(alg)} is not one the gateway takes`);
  if (signature.length === 0) return bad('there is none');
  if (crit !== undefined) return bad('the header has critical extensions, which the gateway does not know');
  if (keys === undefined) return { outcome: 'not checked', why: 'no keys were given' };
  const sameName = keys.filter((key) => kid === undefined || key['kid'] === kid);
  if (sameName.length === 0) return bad(`none of the keys has the kid ${named(kid)}`);
  const suitable = sameName.filter((key) => suits(key, String(alg), algorithm));
  if (suitable.length === 0) return bad(`the key is not one for ${named(alg)}`);
  const isGood = suitable.some((key) => {
    const made = publicKey(key);
    return made !== undefined && isSignedBy(made, algorithm, signed, signature);
  });
  return isGood ? { outcome: 'good', why: `made with the key ${named(kid)}` } : bad('the key did not make it');
}

function suits(key: PublicJwk, alg: string, { keyType, curve }: Algorithm): boolean {
  return (
    key['kty'] === keyType &&
    (curve === undefined || key['crv'] === curve) &&
    (key['use'] === undefined || key['use'] === 'sig') &&
    (key['alg'] === undefined || key['alg'] === alg)
  );
}

function publicKey(key: PublicJwk): KeyObject | undefined {
  try {
    return createPublicKey({ key: { ...key }, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function isSignedBy(key: KeyObject, { hash, options }: Algorithm, signed: string, signature: Uint8Array): boolean {
  try {
    return verify(hash, Buffer.from(signed), { key, ...options }, signature);
  } catch {
    return false;
  }
}

function bad(why: string): SignatureFinding {
  return { outcome: 'bad', why };
}

/** Names in a header are no secret, but as long as their maker likes. */
function named(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 100)) : value === undefined ? '(none)' : 'that is no text';
}
