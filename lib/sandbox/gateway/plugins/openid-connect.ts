import { isObject, type Json } from '../../../terraform';
import { message, type Exchange, type ExchangeCheck, type GatewayAnswer } from '../exchange';
import {
  isCount,
  isFlag,
  isHeaderName,
  isHeaderNames,
  isListOf,
  isSecureUrl,
  isTexts,
  listOf,
  problem,
  shown,
  unenforced,
  unpaired,
  type FieldRule,
} from '../fields';
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

const isHeaders: FieldRule = (value) => isListOf((one) => isObject(one) && isHeaderName(one['header']) && isTexts(one['path']), value);

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
  leeway: isCount,
  rediscovery_lifetime: isCount,
  cache_ttl: isCount,
  cache_ttl_max: isCount,
  cache_tokens: [false],
  cache_introspection: [false],
  cache_user_info: [false],
  cache_token_exchange: [false],
  cluster_cache_strategy: ['off'],
  credential_claim: isTexts,
  consumer_optional: [true],
  run_on_preflight: isFlag,
  hide_credentials: isFlag,
  upstream_access_token_header: ['authorization:bearer', null],
  upstream_headers: isHeaders,
  upstream_headers_claims: isTexts,
  upstream_headers_names: isHeaderNames,
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
    ...(config['hide_credentials'] === true && listOf(config['bearer_token_param_type']).includes('query')
      ? [problem(where, 'has hide_credentials with bearer_token_param_type query, from which the embedded gateway takes no token away')]
      : []),
    ...unpaired(where, config, 'upstream_headers_claims', 'upstream_headers_names'),
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
      failedPauseSeconds: 5,
    });
    const realm = new URL(String(config['issuer'])).hostname;
    const refuse = (status: 401 | 403 | 500, error?: string): GatewayAnswer => {
      if (status !== 401) return message(status, status === 403 ? 'Forbidden' : 'An unexpected error occurred');
      const code = error === undefined || config['expose_error_code'] === false ? '' : `, error="${error}"`;
      return message(401, 'Unauthorized', [['WWW-Authenticate', `Bearer realm="${realm}"${code}`]]);
    };
    const kinds = listOf(config['bearer_token_param_type']);
    const isValid = validity(config);
    const isPermitted = permission(config);
    const rewrite = rewriting(config);
    const credentialClaim = listOf(config['credential_claim']);
    const judge = (exchange: Exchange, token: string, verified: Verified, check: Check): GatewayAnswer | undefined => {
      if (!isValid(verified, clock.now() / 1000, check)) return refuse(401, 'invalid_token');
      if (!('claims' in verified)) return refuse(401, 'invalid_token');
      const { claims } = verified;
      if (!isPermitted(claims, exchange.checks)) return refuse(403);
      exchange.credential = { id: headerValue(claimAt(claims, credentialClaim)), claims, holdsClaims: false };
      rewrite(exchange, claims, token);
      return undefined;
    };
    const verifyAndJudge = async (exchange: Exchange, token: string, check: Check): Promise<GatewayAnswer | undefined> => {
      let verified: Verified;
      try {
        verified = await verifier.verify(token);
      } catch (error) {
        if (!(error instanceof DiscoveryFailed)) throw error;
        check('keys', false, 'keys of the issuer', error.message, 'issuer');
        return refuse(500);
      }
      return judge(exchange, token, verified, check);
    };
    return {
      name: NAME,
      access: (exchange) => {
        if (config['run_on_preflight'] === false && exchange.method === 'OPTIONS') return undefined;
        const presented = tokenOf(kinds, exchange);
        const check = checkInto(exchange);
        check(
          'token',
          presented !== undefined,
          'an access token',
          presented === undefined ? 'nothing' : `a token in ${presented.place}`,
          'bearer_token_param_type',
        );
        if (presented === undefined) return refuse(401);
        const { token } = presented;
        const known = verifier.known(token);
        exchange.claimed = known !== undefined && 'claims' in known ? known.claims : claimedBy(token);
        return known === undefined ? verifyAndJudge(exchange, token, check) : judge(exchange, token, known, check);
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

function tokenOf(kinds: readonly string[], { received, target }: Exchange): { readonly token: string; readonly place: string } | undefined {
  for (const place of kinds.includes('header') ? TOKEN_HEADERS : []) {
    const [, token] = /^Bearer +(\S+) *$/i.exec(received.get(place) ?? '') ?? [];
    if (token !== undefined) return { token, place };
  }
  const token = kinds.includes('query') ? new URLSearchParams(target.split('?')[1] ?? '').get('access_token') : null;
  return token === null ? undefined : { token, place: 'query' };
}

/** Whether a token is one of the issuer's, and of this time. Each thing is checked, whatever came of the others. */
function validity(config: Json): (verified: Verified, seconds: number, check: Check) => boolean {
  const allowed = Array.isArray(config['issuers_allowed']) ? listOf(config['issuers_allowed']) : undefined;
  const allowedText = allowed?.join(' or ');
  const leeway = numberOf(config, 'leeway', 0);
  return (verified, seconds, check) => {
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
    const { iss, exp, nbf, iat } = claims;
    const now = Math.floor(seconds);
    const isFrom = typeof iss === 'string' && (allowed?.includes(iss) ?? iss === issuer);
    const isBegun = (claim: string, time: unknown): boolean =>
      time === undefined ||
      check(claim, typeof time === 'number' && time - leeway <= seconds, `at most ${String(now + leeway)}`, shown(time), 'leeway');
    const results = [
      check('issuer', isFrom, allowedText ?? issuer, shown(iss), 'issuers_allowed'),
      check('expiry', typeof exp === 'number' && exp + leeway > seconds, `later than ${String(now - leeway)}`, shown(exp), 'leeway'),
      isBegun('not before', nbf),
      isBegun('issued at', iat),
    ];
    return results.every(Boolean);
  };
}

interface Permission {
  readonly isPermitted: boolean;
  readonly checks: readonly ExchangeCheck[];
}

/** Whether the claims of a token hold what is required: of each pair any item, and of an item every word. */
function permission(config: Json): (claims: Json, checks: ExchangeCheck[]) => boolean {
  const rules = Object.entries(PAIRS).flatMap(([pair, usual]) => {
    const required = listOf(config[`${pair}_required`]);
    if (required.length === 0) return [];
    const path = Array.isArray(config[`${pair}_claim`]) ? listOf(config[`${pair}_claim`]) : [usual];
    return [{ pair, path, items: required.map(wordsOf), expected: required.map((item) => JSON.stringify(item)).join(' or ') }];
  });
  // It takes nothing but the claims, and a token that comes again has the same ones.
  const known = new WeakMap<Json, Permission>();
  const judged = (claims: Json): Permission => {
    const checks: ExchangeCheck[] = [];
    for (const { pair, path, items, expected } of rules) {
      const held = claimAt(claims, path);
      const words = wordsOf(held);
      const isMet = items.some((item) => item.every((word) => words.includes(word)));
      const found = `${path.join('.')}: ${shown(held)}`;
      checks.push({ by: NAME, what: pair, outcome: isMet ? 'pass' : 'fail', expected, found, field: `${pair}_required` });
      if (!isMet) return { isPermitted: false, checks };
    }
    return { isPermitted: true, checks };
  };
  return (claims, checks) => {
    const permission = known.get(claims) ?? judged(claims);
    known.set(claims, permission);
    checks.push(...permission.checks);
    return permission.isPermitted;
  };
}

/** Takes the token from a request where it is to be hidden, and puts claims into headers. */
function rewriting(config: Json): (exchange: Exchange, claims: Json, token: string) => void {
  // Left out, it is what Kong takes by itself; only null keeps the token from the upstream.
  const forwards = !Object.hasOwn(config, 'upstream_access_token_header') || config['upstream_access_token_header'] !== null;
  const names = listOf(config['upstream_headers_names']);
  const pairs = [
    ...(Array.isArray(config['upstream_headers'])
      ? (config['upstream_headers'] as readonly { readonly header: string; readonly path: readonly string[] }[])
      : []),
    ...listOf(config['upstream_headers_claims']).map((claim, at) => ({ header: names[at] ?? '', path: [claim] })),
  ];
  return ({ headers, credential }, claims, token) => {
    if (config['hide_credentials'] === true) for (const name of TOKEN_HEADERS) headers.remove(name);
    if (forwards) headers.set('Authorization', `Bearer ${token}`);
    for (const { header, path } of pairs) {
      const value = headerValue(claimAt(claims, path));
      headers.remove(header);
      if (value !== undefined) headers.set(header, value);
    }
    if (credential?.id !== undefined) headers.set('X-Credential-Identifier', credential.id);
  };
}

function numberOf(config: Json, field: string, otherwise: number): number {
  const value = config[field];
  return typeof value === 'number' ? value : otherwise;
}
