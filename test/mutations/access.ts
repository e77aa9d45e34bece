import { mutationsOf, type Mutation } from './mutation';

const EXPLAIN = 'test/access/explain.test.ts';
const AGREEMENT = 'test/access/decision-agreement.test.ts';
const PLUGINS = 'test/access/plugins.test.ts';
const TOKEN = 'test/access/token.test.ts';
const MATRIX = 'test/access/matrix.test.ts';
const REPLAY = 'test/access/replay.test.ts';
const ENTERPRISE = 'test/kong/read-enterprise.test.ts';

/** Flips in how tokens are issued, decisions made and logs replayed. */
export const ACCESS: readonly Mutation[] = [
  ...mutationsOf(
    'lib/access/plugins/claims.ts',
    [PLUGINS, EXPLAIN],
    [
      ['a token counts for the second in which the leeway ends', 'exp + leeway > now', 'exp + leeway >= now'],
      ['no clock skew is forgiven at the end of a token', 'exp + leeway > now', 'exp > now'],
      ['a token counts one second before the leeway lets it', 'nbf - leeway <= now', 'nbf - leeway <= now + 1'],
      ['a token may be issued one second further in the future', 'iat - leeway <= now', 'iat - leeway <= now + 1'],
      ['a token without an expiry is taken as good', "exp === undefined ? 'unknown' : 'fail'", "exp === undefined ? 'pass' : 'fail'"],
      ['a bad signature passes', "token.signature !== 'bad'", "token.signature !== 'good'"],
      ['the beginning of an issuer is enough', 'issuers.includes(iss)', 'issuers.some((one) => one.startsWith(iss))'],
      ['all scopes are one word', "value.split(' ').filter((word) => word !== '')", '[value]'],
    ],
  ),
  ...mutationsOf(
    'lib/access/plugins/openid-connect.ts',
    [PLUGINS, EXPLAIN, AGREEMENT],
    [
      ['of words required together any is enough', 'item.split(/\\s+/).every(', 'item.split(/\\s+/).some('],
      ['of alternatives all are required', 'required.some((item)', 'required.every((item)'],
      ['a part of a word is enough', 'words.has(word)', '[...words].some((one) => one.startsWith(word))'],
      ['a forbidden claim is let pass', 'Object.hasOwn(claims, name)', '!Object.hasOwn(claims, name)'],
      ['an empty list admits nobody', 'required === undefined || required.length === 0', 'required === undefined'],
      ['the audience is not required', "audience: 'aud', scopes", "audienceless: 'aud', scopes"],
      ['roles are not required', ", roles: 'roles',", ", rolesless: 'roles',"],
      ['a token is looked for in any header', "kinds.includes('header') && names", 'names'],
      [
        'the issuer of the discovery counts besides those allowed',
        "list(set['issuers_allowed']) ?? [issuerOfDiscovery(String(set['issuer']))]",
        "[...(list(set['issuers_allowed']) ?? []), issuerOfDiscovery(String(set['issuer']))]",
      ],
      ['OPTIONS needs no token', "set['run_on_preflight'] === false && state", 'state'],
      ['other ways to sign in are overlooked', "methods?.length === 1 && methods[0] === 'bearer'", "methods?.includes('bearer') === true"],
      ['a signature that is not verified is overlooked', 'verify_signature: [true]', 'verify_signature: [true, false]'],
      ['a field nobody knows is overlooked', '!READ.has(field) && !WITHOUT_SAY.test(field)', "!READ.has(field) && field === ''"],
      [
        'a token that is not valid gets as far as its roles',
        "validity.some(({ outcome }) => outcome === 'fail')",
        "validity.every(({ outcome }) => outcome === 'fail')",
      ],
    ],
  ),
  ...mutationsOf(
    'lib/access/plugins/oidc.ts',
    [PLUGINS, AGREEMENT],
    [
      ['a second more of clock skew is forgiven', 'LEEWAY_SECONDS = 120', 'LEEWAY_SECONDS = 121'],
      [
        'of several audiences all must be allowed',
        'allowed.some((one) => audiences.includes(one))',
        'audiences.every((one) => allowed.includes(String(one)))',
      ],
      [
        'any audience is allowed where none is named',
        'allowed.some((one) => audiences.includes(one))',
        '(allowed.length === 0 || allowed.some((one) => audiences.includes(one)))',
      ],
      ['roles may be one text', 'Array.isArray(groups) ? groups.map(String) : undefined', '[groups].flat().map(String)'],
      ['a token without a subject passes', "typeof claims['sub'] === 'string'", "claims['sub'] !== null"],
      ['a sign-in by a browser is overlooked', "unauth_action: ['deny']", "unauth_action: ['deny', 'auth']"],
      ['a sign-in by default is overlooked', "['bearer_jwt_auth_enable', 'unauth_action']", "['bearer_jwt_auth_enable']"],
    ],
  ),
  ...mutationsOf(
    'lib/access/plugins/others.ts',
    [PLUGINS, EXPLAIN, AGREEMENT],
    [
      ['all groups are needed', 'allow.some((group)', 'allow.every((group)'],
      ['a denied group is let in', 'isAllowed && !isDenied', 'isAllowed'],
      ['who has no groups is let in', 'groups !== undefined && isAllowed', '(groups === undefined || isAllowed)'],
      ['an empty list of groups admits nobody', 'Array.isArray(value) && value.length > 0', 'Array.isArray(value)'],
      ['a caller with a token is told to sign in', 'groups === undefined && !identified ? 401', 'groups === undefined ? 401'],
      ['OPTIONS without an origin is a preflight', "headerOf(request, 'origin') !== undefined &&", ''],
      ['a preflight passes on', "config['preflight_continue'] === true", "config['preflight_continue'] !== true"],
      ['an address must be denied and not allowed', 'contains(deny ?? [], clientIp) ||', 'contains(deny ?? [], clientIp) &&'],
      ['a network is its first address', 'addSubnet(base, Number(bits), family)', 'addAddress(base, family)'],
      [
        'an answer under a trigger is given to all',
        "config['trigger'] !== undefined && config['trigger'] !== null",
        "config['trigger'] === ''",
      ],
      ['one header more is read', 'sent > guard.mostHeaders', 'sent > guard.mostHeaders + 1'],
      ['names in Connection are parted by commas alone', '.split(/[\\s,]+/)', ".split(',')"],
      ['underscores in Connection are another name', ".map((name) => name.replaceAll('_', '-'))", '.map((name) => name)'],
      ['a function beside the guard is overlooked', 'others.length + more.length === 0', 'others.length === 0'],
    ],
  ),
  ...mutationsOf(
    'lib/access/effective-plugins.ts',
    [PLUGINS, ENTERPRISE],
    [
      ['a plugin of the route yields to one of the service', '(chosen.get(plugin.name)?.place ?? 0) < 3', '!chosen.has(plugin.name)'],
      ['one of route and service yields to one of the route', '?.place ?? 0) < 3', '?.place ?? 0) < 4'],
      ['plugins run in the reverse order', 'priorityOf(b.name) - priorityOf(a.name)', 'priorityOf(a.name) - priorityOf(b.name)'],
      [
        'a plugin nobody knows runs last',
        '(PLUGIN_PRIORITY[name] ?? Infinity) : Infinity',
        '(PLUGIN_PRIORITY[name] ?? Infinity) : -Infinity',
      ],
      ['a plugin for a group of consumers runs for all', " || isSet(entity['consumer_group'])", ''],
      ['a plugin for a consumer runs for all', "isSet(entity['consumer']) || ", ''],
      ['a plugin under a condition runs always', "if (isSet(entity['condition']))", "if (entity['condition'] === '')"],
      [
        'a plugin for HTTPS runs for plain HTTP',
        "protocols.includes('http') && protocols.includes('https')",
        "protocols.includes('https')",
      ],
      ['partials are overlooked', "isSet(entity['partials']) || ", ''],
      [
        'what runs before runs after',
        'accessOf(ordering.before)) order = moved(order, plugin, name, 0)',
        'accessOf(ordering.before)) order = moved(order, plugin, name, 1)',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/access/gateway.ts',
    [ENTERPRISE, PLUGINS],
    [
      ['a plugin that is switched off runs', "plugin['enabled'] !== false", "plugin['enabled'] !== null"],
      [
        'a plugin of a route and another service runs',
        "!isSet(plugin['service']) || isOf(plugin['service'], service)",
        "!isSet(plugin['service']) || isSet(service)",
      ],
      ['a plugin of a service runs everywhere', "!isSet(plugin['service']) && !isSet(plugin['route'])", "!isSet(plugin['route'])"],
      [
        'plugins of the route give way to those of the service',
        '[...global, ...((service && shared.get(service)) ?? []), ...own(route), ...ofBoth]',
        '[...global, ...own(route), ...((service && shared.get(service)) ?? []), ...ofBoth]',
      ],
      [
        'filter chains are overlooked',
        "[...entities(entity['plugins']), ...chains]",
        "[...entities(entity['plugins']), ...chains.slice(chains.length)]",
      ],
      ['nameless services are all one', "[entity['id'], entity['name'], entity]", "[entity['id'], entity['name']]"],
    ],
  ),
  ...mutationsOf(
    'lib/access/decide.ts',
    [PLUGINS, EXPLAIN, AGREEMENT],
    [
      ['a plugin nobody knows is overlooked', '    if (unknown !== undefined) {', "    if (unknown === '') {"],
      ['a route without a service lets in', 'if (!route.hasService)', 'if (!route.hasService && route.plugins.length > 99)'],
      [
        'the header that carries the token is not counted',
        "[...(request.headers ?? []), [place, 'Bearer']]",
        '[...(request.headers ?? [])]',
      ],
      ['a redirect lets in', 'if (status !== 200)', 'if (status > 499)'],
    ],
  ),
  ...mutationsOf(
    'lib/access/token.ts',
    [TOKEN],
    [
      [
        'an application without a role gets a token',
        'if (roles.length === 0 && this.isClosed(api))',
        "if (roles.length === 0 && this.isClosed(api) && caller === '')",
      ],
      [
        'a person without an assignment gets a token',
        'if (positions.length === 0 && this.isClosed(api))',
        "if (positions.length === 0 && this.isClosed(api) && caller === '')",
      ],
      ['a client without consent gets a token for people', 'if (scopes.length === 0) {', "if (scopes.length === 0 && caller === '') {"],
      ['a public client gets a token for itself', "kind === 'native') {", "kind === 'api') {"],
      ['a daemon signs people in', "if (kind === 'daemon' || kind === 'managed-identity')", "if (kind === 'managed-identity')"],
      ['the audience is the client', 'aud: this.clientIdOf(api),\n        azp: clientId', 'aud: clientId,\n        azp: clientId'],
      ["an application's token does not say so", "sub: oid, idtyp: 'app'", 'sub: oid'],
      ['roles of one group are those of all', 'wanted === principal.kind && key === principal.key', 'wanted === principal.kind'],
      ['scopes are parted by commas', "scp: scopes.join(' ')", "scp: scopes.join(',')"],
      ['an API that is open is closed', '?.open !== true', '?.open === true'],
      ['tokens of version 1 in China come from the global cloud', "china: 'sts.chinacloudapi.cn'", "china: 'sts.windows.net'"],
    ],
  ),
  ...mutationsOf(
    'lib/access/holdings.ts',
    [TOKEN, MATRIX],
    [
      ['what is only requested is held', 'if (isRequestOnly) return;', 'if (isRequestOnly && model.apis.length === 0) return;'],
      ['a role of one API is one of every other', 'return `${caller} ${api}`;', 'return `${caller} ${api.slice(0, 0)}`;'],
      [
        'every declared role is held',
        '.filter(({ key }) => keys.includes(key))',
        '.filter(({ key }) => keys.includes(key) || keys.length > 0)',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/access/open-sets.ts',
    [MATRIX],
    [
      [
        'people who consent themselves are left out',
        'usersScopes.length > 0 && (api.open || people.length > 0)',
        'usersScopes.length > 0 && api.open && people.length > 0',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/access/route-judge.ts',
    [MATRIX],
    [['a route open to all hides nobody', "as === 'anonymous' && isCertain", "as === 'anonymous' && !isCertain"]],
  ),
  ...mutationsOf(
    'lib/access/explain/signature.ts',
    ['test/access/explain-token.test.ts', 'test/cli/explain.test.ts'],
    [
      ['a signature that no key made is good', 'const isGood = suitable.some(', 'const isGood = !suitable.some('],
      ['a key of another name is tried', "kid === undefined || key['kid'] === kid", "kid !== '' || key['kid'] === kid"],
      [
        'a key for encryption is tried',
        "key['use'] === undefined || key['use'] === 'sig'",
        "key['use'] === undefined || key['use'] !== ''",
      ],
      ['critical extensions are overlooked', 'crit !== undefined', "crit === ''"],
      ['an absent signature is not noticed', 'signature.length === 0', 'signature.length < 0'],
    ],
  ),
  ...mutationsOf(
    'lib/access/explain/explain.ts',
    [EXPLAIN, 'test/access/explain-token.test.ts', 'test/cli/explain.test.ts'],
    [
      [
        'a bad signature lets in',
        "asked.token !== null && signature.outcome === 'bad'",
        "asked.token !== null && signature.outcome === 'good'",
      ],
    ],
  ),
  ...mutationsOf(
    'lib/access/explain/claims.ts',
    [EXPLAIN, 'test/access/explain-token.test.ts', 'test/cli/explain.test.ts'],
    [['a name of a person is shown', "'exp', 'nbf', 'iat']", "'exp', 'nbf', 'iat', 'upn']"]],
  ),
  ...mutationsOf(
    'lib/access/replay/compare.ts',
    [REPLAY],
    [
      ["a refusal of the upstream is the gateway's", "source === 'upstream') return false", "source === 'upstream') return true"],
      [
        'any refusal is as good as another',
        "source !== 'upstream' && decision.statuses.includes(status)",
        "source !== 'upstream' && decision.statuses.length > 0",
      ],
      ['who is let in now is as before', "return byGateway ? { was: `refused with ${status}`, now: LET_IN } : 'same';", "return 'same';"],
      ["a limit is the gateway's refusal", 'new Set([429, 499,', 'new Set([499,'],
      ['what the upstream does not find has no route', 'return route === null;', 'return route !== null;'],
    ],
  ),
  ...mutationsOf(
    'lib/access/replay/judge.ts',
    [REPLAY],
    [
      ['headers that are not in a log were not sent', 'distinct(sets)', 'distinct(sets.slice(0, 1))'],
      ['a log of refusals tells who called', '!probes.some(({ decision }) => dependsOnToken(decision))', 'probes.length > 0'],
      ['a token has expired at the last second of its life', 'return exp - 1;', 'return exp + 60;'],
    ],
  ),
  ...mutationsOf(
    'lib/access/replay/usage.ts',
    [REPLAY],
    [['a role that was not held is used', 'roles.every((key) => heldRoles.includes(', 'roles.some((key) => !heldRoles.includes(']],
  ),
  ...mutationsOf('lib/access/replay/close.ts', [REPLAY], [['who lacks two things is close', 'missed.length > 1', 'missed.length > 9']]),
];
