import { message, type ExchangeCheck } from '../exchange';
import {
  isHeaderNames,
  isSecureUrl,
  isShownText,
  isText,
  isTexts,
  listOf,
  problem,
  shown,
  unenforced,
  unpaired,
  type FieldRule,
} from '../fields';
import { claimedBy, headerValue } from './claims';
import { type PluginKind } from './factory';
import { DiscoveryFailed, type Verified } from './token-verifier';

const NAME = 'oidc';

/** Clock skew that the library beneath the plugin forgives; nobody can change it. */
const LEEWAY_SECONDS = 120;

/** Seconds that the library keeps keys, and between two attempts to find one. */
const KEPT_SECONDS = 86_400;

const FIELDS: Readonly<Record<string, FieldRule>> = {
  client_id: isText,
  client_secret: isShownText,
  discovery: isSecureUrl,
  bearer_jwt_auth_enable: ['yes'],
  bearer_jwt_auth_allowed_auds: isTexts,
  bearer_jwt_auth_signing_algs: (value) => isTexts(value) && listOf(value).every((one) => /^(?:RS|PS|ES)(?:256|384|512)$/.test(one)),
  unauth_action: ['deny'],
  bearer_only: ['yes'],
  use_jwks: ['no'],
  validate_scope: ['no'],
  ssl_verify: ['yes'],
  skip_already_auth_requests: ['no'],
  groups_claim: isText,
  redirect_uri: isText,
  logout_path: isText,
  redirect_after_logout_uri: isText,
  revoke_tokens_on_logout: ['no'],
  disable_userinfo_header: ['yes'],
  disable_id_token_header: ['yes'],
  disable_access_token_header: ['yes'],
  header_names: isHeaderNames,
  header_claims: isTexts,
};

/** Left out, these would be refused by the plugin's schema, or let it do what is not done here: sign browsers in, or believe servers that nobody verified. */
const REQUIRED = [
  'client_id',
  'client_secret',
  'discovery',
  'bearer_jwt_auth_enable',
  'bearer_jwt_auth_allowed_auds',
  'unauth_action',
  'ssl_verify',
  'disable_userinfo_header',
  'disable_id_token_header',
  'disable_access_token_header',
];

/** The community plugin of open-source Kong, with its check of bearer tokens alone. */
export const oidc: PluginKind = {
  problems: (where, config) => [
    ...unenforced(where, config, FIELDS),
    ...unpaired(where, config, 'header_claims', 'header_names'),
    ...REQUIRED.filter((field) => (config[field] ?? null) === null).map((field) => problem(where, `says nothing of ${field}`)),
  ],
  create: (config, { verifierOf, clock }) => {
    const allowed = listOf(config['bearer_jwt_auth_allowed_auds']);
    const algorithms = Array.isArray(config['bearer_jwt_auth_signing_algs']) ? listOf(config['bearer_jwt_auth_signing_algs']) : ['RS256'];
    const verifier = verifierOf({
      discovery: String(config['discovery']),
      algorithms,
      keptSeconds: KEPT_SECONDS,
      pauseSeconds: 0,
      failedPauseSeconds: 0,
    });
    const [names, claimNames] = [listOf(config['header_names']), listOf(config['header_claims'])];
    const groupsClaim = typeof config['groups_claim'] === 'string' ? config['groups_claim'] : 'groups';
    return {
      name: NAME,
      access: async (exchange) => {
        const { received, headers, checks } = exchange;
        const check = (what: string, isRight: boolean, expected: string, found: string, field: string): boolean => {
          checks.push({ by: NAME, what, outcome: isRight ? 'pass' : 'fail', expected, found, field } satisfies ExchangeCheck);
          return isRight;
        };
        const [, token] = /^Bearer +(\S+) *$/i.exec(received.get('authorization') ?? '') ?? [];
        check(
          'token',
          token !== undefined,
          'a token in authorization',
          token === undefined ? 'nothing' : 'a token',
          'bearer_jwt_auth_enable',
        );
        if (token === undefined) return message(401, 'Unauthorized');
        exchange.claimed = claimedBy(token);
        let verified: Verified;
        try {
          verified = await verifier.verify(token);
        } catch (error) {
          if (!(error instanceof DiscoveryFailed)) throw error;
          check('keys', false, 'keys of the issuer', error.message, 'discovery');
          return message(401, 'Unauthorized');
        }
        check(
          'signature',
          'claims' in verified,
          'made with a key of the issuer',
          'claims' in verified ? 'good' : verified.found,
          'discovery',
        );
        if (!('claims' in verified)) return message(401, 'Unauthorized');
        const { claims, issuer } = verified;
        const { iss, sub, aud, exp, nbf, iat } = claims;
        const now = clock.now() / 1000;
        const results = [
          check('issuer', iss === issuer, issuer, shown(iss), 'discovery'),
          check('subject', typeof sub === 'string', 'a claim sub', shown(sub), 'bearer_jwt_auth_enable'),
          check(
            'issued at',
            typeof iat === 'number' && iat <= now + LEEWAY_SECONDS,
            'not in the future',
            shown(iat),
            'bearer_jwt_auth_enable',
          ),
          check(
            'expiry',
            typeof exp === 'number' && exp + LEEWAY_SECONDS > now,
            `later than ${String(Math.floor(now) - LEEWAY_SECONDS)}`,
            shown(exp),
            'bearer_jwt_auth_enable',
          ),
          nbf === undefined ||
            check(
              'not before',
              typeof nbf === 'number' && nbf <= now + LEEWAY_SECONDS,
              'not in the future',
              shown(nbf),
              'bearer_jwt_auth_enable',
            ),
          check(
            'audience',
            [aud].flat().some((one) => allowed.includes(String(one))),
            allowed.join(' or '),
            shown(aud),
            'bearer_jwt_auth_allowed_auds',
          ),
        ];
        if (!results.every(Boolean)) return message(401, 'Unauthorized');
        exchange.credential = { id: headerValue(sub), claims, holdsClaims: true };
        const groups = claims[groupsClaim];
        exchange.groups = Array.isArray(groups) ? groups.map(String) : undefined;
        names.forEach((name, at) => {
          const value = headerValue(claims[claimNames[at] ?? '']);
          headers.remove(name);
          if (value !== undefined) headers.set(name, value);
        });
        return undefined;
      },
    };
  },
};
