import { generateKeyPairSync, sign, constants, createHmac, type KeyObject } from 'node:crypto';
import { checkSignature, decodeToken, readKeys } from '../../lib/access';
import { inMegabytesOfJson } from '../support/cost';

const encoded = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const jwt = (payload: unknown, header: unknown = { alg: 'RS256' }): string => `${encoded(header)}.${encoded(payload)}.c2lnbmF0dXJl`;

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const otherRsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ec384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const jwk = (key: KeyObject, more: object): object => ({ ...key.export({ format: 'jwk' }), use: 'sig', ...more });
const keys = readKeys(
  { keys: [jwk(rsa.publicKey, { kid: 'rsa' }), jwk(ec.publicKey, { kid: 'ec' }), jwk(ec384.publicKey, { kid: 'ec384' })] },
  'keys',
);

const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
function signed(header: object, key: KeyObject, hash: string, options: object = {}): string {
  const text = `${encoded(header)}.${encoded({ aud: 'x' })}`;
  return `${text}.${sign(hash, Buffer.from(text), { key, ...options }).toString('base64url')}`;
}
const outcome = (token: string, set: Parameters<typeof checkSignature>[1] = keys): string =>
  checkSignature(decodeToken(token), set).outcome;

test.each([
  ['alone', (token: string) => token],
  ['as a header', (token: string) => `Authorization: Bearer ${token}`],
  ['as the value of a header', (token: string) => `bearer ${token}`],
  ['with a byte order mark and the line end of Windows', (token: string) => `\ufeff${token}\r\n`],
  ['as a header followed by others', (token: string) => `authorization: Bearer ${token}\r\nAccept: */*\r\n\r\n`],
  ['in quotation marks', (token: string) => `"${token}"\n`],
])('a token is read %s', (_, written) => {
  expect(decodeToken(written(jwt({ aud: 'é' }))).claims).toEqual({ aud: 'é' });
});

test.each([
  ['nothing', ' \r\n', /token: is empty/],
  ['an opaque token', 'opaque-secret-value', /is opaque: it is not a JWT/],
  ['two parts', 'a.b', /it has 2 parts, not 3/],
  ['an encrypted token', 'a.b.c.d.e', /is encrypted \(JWE, five parts\)/],
  ['the answer of the token endpoint', '{"access_token":"secret"}', /is JSON[^]*jq -r \.access_token/],
  ['two lines', `${jwt({})}\n${jwt({})}`, /has 2 lines/],
  ['another alphabet', `${encoded({})}.a+b/.c`, /payload that is not base64url/],
  ['a length no base64 has', `${encoded({})}.abcde.c2ln`, /payload that is not base64url/],
  ['a payload that is no JSON', jwt('{"upn":"secret"'), /payload that is not JSON/],
  ['a payload that is no object', jwt('["secret"]'), /payload that is no JSON object/],
  ['a header that is no object', jwt({}, null), /header that is no JSON object/],
  [
    'a payload that is not UTF-8',
    `${encoded({})}.${Buffer.from([0x22, 0xff, 0x22]).toString('base64url')}.c2ln`,
    /payload that is not UTF-8/,
  ],
  ['a claim twice', jwt('{"aud":"secret","aud":"b"}'), /names "aud" twice in its payload/],
  ['a claim twice in two spellings', jwt('{"aud":"secret","\\u0061ud":"b"}'), /names "aud" twice/],
  ['a name twice further down', jwt('{"a":[{"b":{},"c":1,"b":2}]}'), /names "b" twice/],
  ['101 levels', jwt(`${'{"a":'.repeat(101)}1${'}'.repeat(101)}`), /nested more than 100 levels deep/],
  ['10,000 levels', jwt(`{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`), /nested more than 100 levels deep/],
  ['more than 1 MB', jwt({ aud: 'x'.repeat(1_000_000) }), /is larger than 1 MB/],
])('%s is refused without a word of it', (_, text, message) => {
  let said = '';
  const cost = inMegabytesOfJson(() => {
    try {
      decodeToken(text);
    } catch (error) {
      said = (error as Error).message;
    }
  });

  expect(said).toMatch(message);
  expect(said).toMatch(/\n {2}fix: .*\[TOKEN_INVALID\]$/);
  expect(said).not.toContain('secret');
  expect(cost).toBeLessThan(100);
});

test('what looks like structure inside texts is text', () => {
  const claims = { a: `${'{['.repeat(200)}`, b: `\\"${'{'.repeat(200)}`, c: { a: 1 }, d: [{ a: 1 }, { a: 1 }], '"x"': ':' };

  expect(decodeToken(jwt(claims)).claims).toEqual(claims);
});

test('100 levels are read', () => {
  expect(Object.keys(decodeToken(jwt(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`)).claims)).toEqual(['a']);
});

test('a claim of the name __proto__ is a claim like others', () => {
  const { claims } = decodeToken(jwt('{"__proto__":{"aud":"x"},"iss":"y"}'));

  expect([claims['aud'], Object.keys(claims), ({} as Record<string, unknown>)['aud']]).toEqual([
    undefined,
    ['__proto__', 'iss'],
    undefined,
  ]);
});

test.each([
  ['RS256', 'rsa', rsa.privateKey, 'sha256', {}],
  ['RS384', 'rsa', rsa.privateKey, 'sha384', {}],
  ['RS512', 'rsa', rsa.privateKey, 'sha512', {}],
  ['PS256', 'rsa', rsa.privateKey, 'sha256', PSS],
  ['PS512', 'rsa', rsa.privateKey, 'sha512', PSS],
  ['ES256', 'ec', ec.privateKey, 'sha256', { dsaEncoding: 'ieee-p1363' }],
  ['ES384', 'ec384', ec384.privateKey, 'sha384', { dsaEncoding: 'ieee-p1363' }],
])('a signature by %s is checked with the key of its name', (alg, kid, key, hash, options) => {
  const token = signed({ alg, kid }, key, hash, options);

  expect(outcome(token)).toBe('good');
  expect(outcome(signed({ alg }, key, hash, options))).toBe('good');
  expect(outcome(token.replace(`.${encoded({ aud: 'x' })}.`, `.${encoded({ aud: 'y' })}.`))).toBe('bad');
  expect(outcome(signed({ alg, kid: 'gone' }, key, hash, options))).toBe('bad');
});

const secretOfKey = String(rsa.publicKey.export({ type: 'spki', format: 'pem' }));
const hs = `${encoded({ alg: 'HS256', kid: 'rsa' })}.${encoded({ aud: 'x' })}`;

test.each([
  ['made with another key', signed({ alg: 'RS256', kid: 'rsa' }, otherRsa.privateKey, 'sha256')],
  ['of the algorithm none', `${encoded({ alg: 'none' })}.${encoded({ aud: 'x' })}.`],
  ['of the algorithm None', `${encoded({ alg: 'None' })}.${encoded({ aud: 'x' })}.c2ln`],
  ['made with the public key as a shared secret', `${hs}.${createHmac('sha256', secretOfKey).update(hs).digest('base64url')}`],
  ['without a signature', `${encoded({ alg: 'RS256', kid: 'rsa' })}.${encoded({ aud: 'x' })}.`],
  ['with a key of another kind', signed({ alg: 'RS256', kid: 'ec' }, rsa.privateKey, 'sha256')],
  ['in the encoding of certificates', signed({ alg: 'ES256', kid: 'ec' }, ec.privateKey, 'sha256')],
  ['with an algorithm of another curve', signed({ alg: 'ES256', kid: 'ec384' }, ec384.privateKey, 'sha256', { dsaEncoding: 'ieee-p1363' })],
  ['of a curve under the name of RSA', signed({ alg: 'RS256', kid: 'ec' }, ec.privateKey, 'sha256')],
  ['with critical extensions', signed({ alg: 'RS256', kid: 'rsa', crit: ['x'] }, rsa.privateKey, 'sha256')],
  ['of an algorithm named like a method', signed({ alg: 'constructor', kid: 'rsa' }, rsa.privateKey, 'sha256')],
  ['with a key name that is no text', signed({ alg: 'RS256', kid: ['rsa'] }, rsa.privateKey, 'sha256')],
])('a token %s is bad', (_, token) => {
  expect(outcome(token)).toBe('bad');
});

test('a key for encryption, or for another algorithm, checks no signature', () => {
  const token = signed({ alg: 'RS256', kid: 'rsa' }, rsa.privateKey, 'sha256');

  expect(outcome(token, [{ ...jwk(rsa.publicKey, { kid: 'rsa', use: 'enc' }) }])).toBe('bad');
  expect(outcome(token, [{ ...jwk(rsa.publicKey, { kid: 'rsa', alg: 'RS512' }) }])).toBe('bad');
});

test('a broken key beside the right one does no harm', () => {
  const token = signed({ alg: 'RS256', kid: 'rsa' }, rsa.privateKey, 'sha256');

  expect(outcome(token, [{ kty: 'RSA', kid: 'rsa', n: 1 }, { ...jwk(rsa.publicKey, { kid: 'rsa' }) }])).toBe('good');
});

test('without keys a signature is not checked, and what no key makes good is still bad', () => {
  const without = (header: object): string => checkSignature(decodeToken(jwt({}, header)), undefined).outcome;

  expect(['RS256', 'none', 'HS256', 'constructor'].map((alg) => without({ alg }))).toEqual(['not checked', 'bad', 'bad', 'bad']);
  expect(checkSignature(decodeToken(`${encoded({ alg: 'RS256' })}.${encoded({})}.`), undefined).outcome).toBe('bad');
});

test.each([null, [], {}, { keys: [] }, { keys: ['x'] }, { keys: {} }])('%j is no key set', (content) => {
  expect(() => readKeys(content, 'keys.json')).toThrow(/^keys\.json: is no key set: it has no list `keys`\n {2}fix: .*\[FILE_INVALID\]$/);
});
