import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { SignJWT, type JWK } from 'jose';
import { type PresentedToken } from '../../access';
import { issuerOf } from '../../kong';
import { type EnvironmentModel } from '../../model';
import { type EmbeddedEntra } from '../embedded-entra';

/** A token made of one that holds, or the same one put elsewhere: how it is sent, and what it is to whoever predicts. */
export interface TriedToken {
  /** Such as `expired`. */
  readonly name: string;
  readonly headers?: readonly (readonly [string, string])[];
  /** Joins the query of the request. */
  readonly query?: string;
  readonly presented: PresentedToken | null;
}

type Claims = Readonly<Record<string, unknown>>;

const { privateKey: stranger } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const SECOND_ONES = { tenant: '99999999-9999-4999-8999-999999999999', client: '88888888-8888-4888-8888-888888888888' };

/** Seconds that a token is inside or outside of what is forgiven, so that the seconds of the test itself do not matter. */
const MARGIN_SECONDS = 30;

/** What must not do in place of a token that does, and what must: by signature, by claims, and by the place where it is put. */
export async function triedTokens(
  { keys }: EmbeddedEntra,
  claims: Claims,
  environment: EnvironmentModel,
  now: number,
  isTried: (name: string) => boolean = () => true,
): Promise<readonly TriedToken[]> {
  const good = await keys.sign(claims, 2);
  const changed = (name: string, changes: Claims): Made => {
    const altered = Object.fromEntries(Object.entries({ ...claims, ...changes }).filter(([, value]) => value !== undefined));
    return [name, async () => ({ headers: bearer(await keys.sign(altered, 2)), presented: { claims: altered } })];
  };
  const forged = (name: string, token: () => string | Promise<string>): Made => [
    name,
    async () => ({ headers: bearer(await token()), presented: { claims, signature: 'bad' } }),
  ];
  const ofTenant = (name: string, tenant: string): Made => changed(name, { tid: tenant, iss: issuerOf(environment.cloud, tenant) });
  const leeway = environment.tokens.leewaySeconds;
  const [header = '', payload = '', signature = ''] = good.split('.');
  const forgiven =
    leeway < 2 * MARGIN_SECONDS
      ? []
      : [
          changed('expired, but within the leeway', { exp: now - leeway + MARGIN_SECONDS }),
          changed('not valid yet, but within the leeway', { nbf: now + leeway - MARGIN_SECONDS }),
        ];
  const all: readonly Made[] = [
    ['none', () => ({ presented: null })],
    ...forgiven,
    changed('expired', { exp: now - leeway - MARGIN_SECONDS }),
    changed('expired for hours', { exp: now - 7_200 }),
    changed('not valid yet', { nbf: now + leeway + MARGIN_SECONDS }),
    changed('not valid for hours', { nbf: now + 7_200 }),
    changed('for another audience', { aud: SECOND_ONES.client }),
    changed('for several audiences', { aud: [SECOND_ONES.client, claims['aud']] }),
    changed('for no audience', { aud: undefined }),
    changed('of another issuer', { iss: `${String(claims['iss'])}/` }),
    ofTenant('of a tenant that nobody knows', SECOND_ONES.tenant),
    ...Object.entries(environment.tenants).map(([name, tenant]) => ofTenant(`of the tenant ${name}`, tenant)),
    forged('with another signature', () => [header, payload, `${signature.slice(0, -8)}AAAAAAAA`].join('.')),
    forged('with other claims beneath the signature', () => [header, encoded({ ...claims, roles: ['Everything'] }), signature].join('.')),
    forged('without a signature', () => `${encoded({ alg: 'none', typ: 'JWT' })}.${payload}.`),
    forged('signed with the public key as a shared secret', () => bySharedSecret(claims, keys.kid, keys.keySet().keys)),
    forged('of a key that nobody published', () => by(stranger, claims, 'unknown')),
    forged('of a key under the name of another', () => by(stranger, claims, keys.kid)),
    ['in the query', () => ({ query: `access_token=${good}`, presented: { claims, in: 'query' } })],
    ...(['access-token', 'x-access-token'] as const).map((place): Made => [
      `in ${place}`,
      () => ({ headers: [[place, `Bearer ${good}`]], presented: { claims, in: place } }),
    ]),
  ];
  return Promise.all(all.filter(([name]) => isTried(name)).map(async ([name, make]) => ({ name, ...(await make()) })));
}

/** Signing takes its time, so that nothing is made that is not tried. */
type Made = readonly [name: string, make: () => Omit<TriedToken, 'name'> | Promise<Omit<TriedToken, 'name'>>];

export function bearer(token: string): readonly (readonly [string, string])[] {
  return [['Authorization', `Bearer ${token}`]];
}

function by(key: typeof stranger, claims: Claims, kid: string): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(key);
}

/** The attack on verifiers that take whichever algorithm a token names. */
function bySharedSecret(claims: Claims, kid: string, published: readonly JWK[]): Promise<string> {
  const jwk = published.find((one) => one.kid === kid);
  const secret =
    jwk === undefined
      ? 'nothing is published'
      : createPublicKey({ key: { ...jwk }, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid }).sign(Buffer.from(secret));
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
