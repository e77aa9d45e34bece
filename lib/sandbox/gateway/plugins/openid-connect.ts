import { isObject, type Json } from '../../../terraform';
import { message, type Exchange, type ExchangeCheck, type GatewayAnswer } from '../exchange';
import { isFlag, isNumber, isSecureUrl, isTexts, listOf, problem, shown, unenforced, type FieldRule } from '../fields';
import { claimAt, claimedBy, headerValue, wordsOf } from './claims';
import { type PluginKind } from './factory';
import { DiscoveryFailed, type Verified } from './token-verifier';

const NAME = 'openid-connect';

/** Algorithms that Kong takes; those with a shared secret only where it is told to. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** Headers in which a token may come. */
const TOKEN_HEADERS = ['authorization', 'access-token', 'x-access-token'];

/** Pairs of a claim and what it must hold, with the claim where none is said. */
const PAIRS = { audience: 'aud', scopes: 'scope', roles: 'roles', groups: 'groups' } as const;

const isHeaders: FieldRule = (value) =>
  Array.isArray(value) && value.every((one) => isObject(one) && typeof one['header'] === 'string' && isTexts(one['path']));

/** What is enforced, and of what has no say here the value that leaves it without one. */
const FIELDS: Readonly<Record<string, FieldRule>> = {
  issuer: isSecureUrl,
  using_pseudo_issuer: [false],
  auth_methods: [['bearer']],
  bearer_token_param_type: (value) => isTexts(value) && listOf(value).every((kind) => kind === 'header' || kind === 'query'),
  issuers_allowed: isTexts,
  ...Object.fromEntries(Object.keys(PAIRS).flatMap((pair) => [`${pair}_claim`, `${pair}_required`].map((field) => [field, isTexts]))),
  verify_claims: [true],
  verify_signature: [true],
  verify_nonce: isFlag,
  verify_parameters: [false],
  enable_hs_signatures: [false],
  ignore_signature: [[]],
  introspect_jwt_tokens: [false],
  resolve_distributed_claims: [false],
  search_user_info: [false],
  leeway: isNumber,
  rediscovery_lifetime: isNumber,
  cache_ttl: isNumber,
  cache_ttl_max: isNumber,
  cache_tokens: [false],
  cache_introspection: [false],
  cache_user_info: [false],
  cache_token_exchange: [false],
  cluster_cache_strategy: ['off'],
  credential_claim: isTexts,
  consumer_optional: [true],
  run_on_preflight: isFlag,
  hide_credentials: isFlag,
  upstream_access_token_header: ['authorization:bearer'],
  upstream_headers: isHeaders,
  upstream_headers_claims: isTexts,
  upstream_headers_names: isTexts,
  ssl_verify: [true],
  proof_of_possession_mtls: ['off'],
  proof_of_possession_dpop: ['off'],
  display_errors: [false],
  expose_error_code: isFlag,
};

/** Kong Enterprise's own plugin, with bearer tokens alone. */
export const openidConnect: PluginKind = {
  problems: (where, config) => [
    ...unenforced(where, config, FIELDS),
    ...REQUIRED.filter((field) => (config[field] ?? null) === null).map((field) =>
      problem(
        where,
        `says nothing of ${field}, of which Kong’s default differs between versions or opens more than bearer tokens in a header`,
      ),
    ),
  ],
  create: (config, { verifierOf, clock }) => {
    const verifier = verifierOf({
      discovery: String(config['issuer']),
      algorithms: ALGORITHMS,
      keptSeconds: Math.min(numberOf(config, 'cache_ttl', 3600), numberOf(config, 'cache_ttl_max', Infinity)),
      pauseSeconds: numberOf(config, 'rediscovery_lifetime', 30),
    });
    const realm = new URL(String(config['issuer'])).hostname;
    const refuse = (status: 401 | 403 | 500, error?: string): GatewayAnswer => {
      if (status !== 401) return message(status, status === 403 ? 'Forbidden' : 'An unexpected error occurred');
      const code = error === undefined || config['expose_error_code'] === false ? '' : `, error="${error}"`;
      return message(401, 'Unauthorized', [['WWW-Authenticate', `Bearer realm="${realm}"${code}`]]);
    };
    return {
      name: NAME,
      access: async (exchange) => {
        if (config['run_on_preflight'] === false && exchange.method === 'OPTIONS') return undefined;
        const presented = tokenOf(config, exchange);
        const check = checkInto(exchange);
        check(
          'token',
          presented !== undefined,
          'an access token',
          presented === undefined ? 'nothing' : `a token in ${presented.place}`,
          'bearer_token_param_type',
        );
        if (presented === undefined) return refuse(401);
        exchange.claimed = claimedBy(presented.token);
        let verified: Verified;
        try {
          verified = await verifier.verify(presented.token);
        } catch (error) {
          if (!(error instanceof DiscoveryFailed)) throw error;
          check('keys', false, 'keys of the issuer', error.message, 'issuer');
          return refuse(500);
        }
        const seconds = clock.now() / 1000;
        if (!isValid(config, verified, seconds, check)) return refuse(401, 'invalid_token');
        if (!('claims' in verified)) return refuse(401, 'invalid_token');
        const { claims } = verified;
        if (!isPermitted(config, claims, check)) return refuse(403);
        exchange.credential = { id: headerValue(claimAt(claims, listOf(config['credential_claim']))), claims, holdsClaims: false };
        rewrite(config, exchange, claims, presented.token);
        return undefined;
      },
    };
  },
};

/** Fields that must be written: left out, they mean different things in different versions, or more than is enforced here. */
const REQUIRED = ['issuer', 'auth_methods', 'bearer_token_param_type', 'ssl_verify', 'consumer_optional', 'hide_credentials'];

type Check = (what: string, isRight: boolean, expected: string, found: string, field: string) => boolean;

function checkInto({ checks }: Exchange): Check {
  return (what, isRight, expected, found, field) => {
    const check: ExchangeCheck = { by: NAME, what, outcome: isRight ? 'pass' : 'fail', expected, found, field };
    checks.push(check);
    return isRight;
  };
}

function tokenOf(config: Json, { received, target }: Exchange): { readonly token: string; readonly place: string } | undefined {
  const kinds = listOf(config['bearer_token_param_type']);
  for (const place of kinds.includes('header') ? TOKEN_HEADERS : []) {
    const [, token] = /^Bearer +(\S+) *$/i.exec(received.get(place) ?? '') ?? [];
    if (token !== undefined) return { token, place };
  }
  const token = kinds.includes('query') ? new URLSearchParams(target.split('?')[1] ?? '').get('access_token') : null;
  return token === null ? undefined : { token, place: 'query' };
}

/** Whether a token is one of the issuer's, and of this time. Each thing is checked, whatever came of the others. */
function isValid(config: Json, verified: Verified, seconds: number, check: Check): boolean {
  const signed = 'claims' in verified;
  check(
    'signature',
    signed,
    'made with a key of the issuer',
    signed ? 'good' : `${verified.problem}: ${verified.found}`,
    'verify_signature',
  );
  if (!signed) return false;
  const { claims, issuer } = verified;
  const issuers = Array.isArray(config['issuers_allowed']) ? listOf(config['issuers_allowed']) : [issuer];
  const leeway = numberOf(config, 'leeway', 0);
  const { iss, exp, nbf, iat } = claims;
  const now = Math.floor(seconds);
  const results = [
    check('issuer', typeof iss === 'string' && issuers.includes(iss), issuers.join(' or '), shown(iss), 'issuers_allowed'),
    check('expiry', typeof exp === 'number' && exp + leeway > seconds, `later than ${String(now - leeway)}`, shown(exp), 'leeway'),
    nbf === undefined ||
      check('not before', typeof nbf === 'number' && nbf - leeway <= seconds, `at most ${String(now + leeway)}`, shown(nbf), 'leeway'),
    iat === undefined ||
      check('issued at', typeof iat === 'number' && iat - leeway <= seconds, `at most ${String(now + leeway)}`, shown(iat), 'leeway'),
  ];
  return results.every(Boolean);
}

/** Whether the claims of a token hold what is required: of each pair any item, and of an item every word. */
function isPermitted(config: Json, claims: Json, check: Check): boolean {
  return Object.entries(PAIRS).every(([pair, usual]) => {
    const required = listOf(config[`${pair}_required`]);
    if (required.length === 0) return true;
    const path = Array.isArray(config[`${pair}_claim`]) ? listOf(config[`${pair}_claim`]) : [usual];
    const held = claimAt(claims, path);
    const words = wordsOf(held);
    const isMet = required.some((item) => wordsOf(item).every((word) => words.includes(word)));
    return check(
      pair,
      isMet,
      required.map((item) => JSON.stringify(item)).join(' or '),
      `${path.join('.')}: ${shown(held)}`,
      `${pair}_required`,
    );
  });
}

/** Takes the token from the request where it is to be hidden, and puts claims into headers. */
function rewrite(config: Json, { headers, credential }: Exchange, claims: Json, token: string): void {
  if (config['hide_credentials'] === true) for (const name of TOKEN_HEADERS) headers.remove(name);
  // Left out, it is what Kong takes by itself; only null keeps the token from the upstream.
  const forwards = !Object.hasOwn(config, 'upstream_access_token_header') || config['upstream_access_token_header'] !== null;
  if (forwards) headers.set('Authorization', `Bearer ${token}`);
  const names = listOf(config['upstream_headers_names']);
  const pairs = [
    ...(Array.isArray(config['upstream_headers'])
      ? (config['upstream_headers'] as readonly { readonly header: string; readonly path: readonly string[] }[])
      : []),
    ...listOf(config['upstream_headers_claims']).map((claim, at) => ({ header: names[at] ?? '', path: [claim] })),
  ];
  for (const { header, path } of pairs) {
    const value = headerValue(claimAt(claims, path));
    headers.remove(header);
    if (value !== undefined) headers.set(header, value);
  }
  if (credential?.id !== undefined) headers.set('X-Credential-Identifier', credential.id);
}

function numberOf(config: Json, field: string, otherwise: number): number {
  const value = config[field];
  return typeof value === 'number' ? value : otherwise;
}
