import { mutationsOf, type Mutation } from './mutation';

const GOLDEN = 'test/kong/golden.test.ts';
const RENDER = 'test/kong/render.test.ts';
const DOORS = 'test/kong/doors.test.ts';
const HEADERS = 'test/kong/caller-headers.test.ts';
const CHOICES = 'test/router/choices.test.ts';
const ENFORCED = 'test/kong/enforced.test.ts';
const READ = 'test/kong/read-file.test.ts';
const ENTERPRISE = 'test/kong/read-enterprise.test.ts';
const PREFLIGHTS = 'test/agreement/preflights.test.ts';

/** Flips in what is rendered for the gateway, and in how Kong files are read. */
export const KONG: readonly Mutation[] = [
  ...mutationsOf(
    'lib/kong/doors.ts',
    [DOORS, RENDER, GOLDEN],
    [
      ['ways in that are no product are let through', 'const exact = roles.every((role) =>', 'const exact = roles.some((role) =>'],
      ['every pair of a role and a scope is a way in', 'scopes.every((scope) => needed.some(', 'scopes.some((scope) => needed.some('],
      ['a way in with scopes is one for applications', 'alternative.scopes.length === 0 && roles.every', 'roles.every'],
      ["a way in with applications' roles is one for people", "role.for !== 'applications'", "role.key !== ''"],
      ['one thing in common is within', 'more.roles.includes(role)) && less', 'more.roles.includes(role)) || less'],
      ["applications' doors are at people's hosts", 'hosts: [...applicationHosts].sort()', 'hosts'],
    ],
  ),
  ...mutationsOf(
    'lib/kong/overlap.ts',
    [RENDER],
    [
      ['routes that are equal to the router pass', 'original > 0 && strict > 0', 'original >= 0 && strict >= 0'],
      ['routes of four criteria are ordered', 's.count >= 4 && g.count >= 4', 's.count >= 5 && g.count >= 5'],
      ['equal routes pass', 'if (aWithinB && bWithinA)', "if (aWithinB && bWithinA && host === '')"],
      ['routes neither of which is more specific pass', 'if (!aWithinB && !bWithinA)', "if (!aWithinB && !bWithinA && host === '')"],
      [
        'routes without a common method conflict',
        'if (!shareMethod(a.entry, b.entry)) return undefined;',
        "if (!shareMethod(a.entry, b.entry) && host === '') return undefined;",
      ],
      [
        'one method in common is within',
        'a.methods.every((method) => b.methods?.includes(method) === true)',
        'a.methods.some((method) => b.methods?.includes(method) === true)',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/kong/path-regex.ts',
    [CHOICES, GOLDEN, RENDER],
    [
      ['paths are open at their end', "\\\\z` : '$';", "\\\\z` : '';"],
      ['priorities are no multiples of 16', 'return 16 * segments', 'return 15 * segments'],
      ['a variable weighs as much as a text', 'segment === undefined ? 1 : 2', 'segment === undefined ? 2 : 2'],
      ['an encoded slash is part of a segment', '%2[0-9A-E]', '%2[0-9A-F]'],
      [
        'a dot is any character',
        "return char.replace(/[\\\\.+*?()|[\\]{}^$]/, '\\\\$&');",
        "return char.replace(/[\\\\+*?()|[\\]{}^$]/, '\\\\$&');",
      ],
      ['a reserved character has one spelling', 'RESERVED.test(char) ?', "RESERVED.test(char) && char === '' ?"],
      ['in the older router a final newline passes', "(headers)}\\\\z` : '$'", "(headers)}$` : '$'"],
      ['expressions of routes with headers hide others', "'(?:)'.repeat(headers)", "'(?:)'.repeat(0 * headers)"],
    ],
  ),
  ...mutationsOf(
    'lib/kong/endpoints.ts',
    [RENDER, 'test/access/token.test.ts'],
    [
      [
        'tokens of the US government come from the global cloud',
        "usgovernmentl4: 'login.microsoftonline.us'",
        "usgovernmentl4: 'login.microsoftonline.com'",
      ],
      ['the home tenant is always accepted', "api.tenants.length === 0 ? ['home'] : api.tenants", "['home', ...api.tenants]"],
      ['tokens of version 1 are accepted', '/${tenantId}/v2.0`', '/${tenantId}/`'],
    ],
  ),
  ...mutationsOf(
    'lib/kong/dialects/openid-connect.ts',
    [GOLDEN, RENDER],
    [
      ['scopes are read from another claim', "scopes_claim: ['scp']", "scopes_claim: ['scope']"],
      ['roles are read from groups', "roles_claim: ['roles']", "roles_claim: ['groups']"],
      ['a token is taken from the query', "bearer_token_param_type: ['header']", "bearer_token_param_type: ['header', 'query']"],
      ['other ways to sign in are open', "auth_methods: ['bearer']", "auth_methods: ['bearer', 'session']"],
      ['signatures are not verified', 'verify_signature: true', 'verify_signature: false'],
      ['claims are not verified', 'verify_claims: true', 'verify_claims: false'],
      ['the audience is not required', 'audience_required: [clientIdMarker(api.key)], ', ''],
      ['roles needed together are alternatives', "condition.map((term) => term.join(' '))", 'condition.flat()'],
      ['scopes are not required', 'door.scopes.length === 0 ? {} : { scopes_required: items(door.scopes) }', '{}'],
      ['the upstream gets the token', 'hide_credentials: !forwarded', 'hide_credentials: forwarded'],
      ['the leeway is fixed', 'leeway: tokens.leewaySeconds', 'leeway: 3600'],
    ],
  ),
  ...mutationsOf(
    'lib/kong/dialects/oidc.ts',
    [ENFORCED, GOLDEN],
    [
      ['a refused token leads to a sign-in', "unauth_action: 'deny'", "unauth_action: 'auth'"],
      ['groups are read from another claim', "groups_claim: 'roles'", "groups_claim: 'groups'"],
      ['any audience is taken', 'bearer_jwt_auth_allowed_auds: [clientIdMarker(api.key)]', 'bearer_jwt_auth_allowed_auds: []'],
      ['scopes are passed over in silence', 'door.scopes.length > 0', 'door.scopes.length > 99'],
      [
        'several roles at once are passed over in silence',
        'door.roles.some((term) => term.length > 1)',
        'door.roles.some((term) => term.length > 99)',
      ],
      [
        'other tenants are passed over in silence',
        "api.tenants.some((tenant) => tenant !== 'home')",
        "api.tenants.some((tenant) => tenant === '')",
      ],
    ],
  ),
  ...mutationsOf(
    'lib/kong/api.ts',
    [RENDER, ENFORCED, GOLDEN],
    [
      [
        'hosts without a door are left to others',
        'if (doors.length === 0 || hosts.length === 0) return [];',
        'if (doors.length >= 0 || hosts.length === 0) return [];',
      ],
      ['a closed route reaches its upstream', 'reachesUpstream: false, plugins }],', 'reachesUpstream: true, plugins }],'],
      [
        'a closed route answers nothing',
        "const plugins = { ...terminate(403, 'Forbidden'), ...context.log };",
        'const plugins = { ...context.log };',
      ],
      ["the door's header is not asked for", '{ ...route.headers, [door.header.name]: [door.header.value] }', 'route.headers'],
      ['what a dialect cannot check is passed over', '...dialect.refusals({ route, api, door, environment }), ', ''],
      ['networks are not restricted', '...ipRestriction(route.networks, environment),', '...ipRestriction(undefined, environment),'],
      ['every method is taken', 'paths: [pathRegex(', "methods: ['GET', 'POST'], paths: [pathRegex("],
      ['a preflight that is none gets further', "...terminate(404, 'Not found') },", '},'],
    ],
  ),
  ...mutationsOf(
    'lib/kong/render.ts',
    [GOLDEN, RENDER],
    [
      ['plain HTTP is served', "protocols: ['https'], https", "protocols: ['http', 'https'], https"],
      ['paths are stripped', 'strip_path: false', 'strip_path: true'],
      ['headers of callers are not guarded', '...guardHeaders(identityHeaders, dialect.ownHeaders),', ''],
      [
        'routes are not compared',
        '[...grouped(entries, ([name]) => name)], ([name]) => name)',
        '[...grouped(entries, ([name]) => name)].slice(0, 0), ([name]) => name)',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/kong/preflights.ts',
    [PREFLIGHTS, RENDER, GOLDEN],
    [
      [
        'a browser may call what has no CORS',
        'takers(covering, method).some(({ cors }) => cors !== undefined)',
        'takers(covering, method).some(({ cors }) => cors === undefined)',
      ],
      [
        'other settings of a wider path do not matter',
        'if (other === undefined) return',
        "if (other === undefined || other.api !== '') return",
      ],
      [
        'a path without CORS below one with it is open',
        "const before = nearest?.answer ?? { kind: 'shut' };",
        'const before = settled.answer;',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/kong/plugins/caller-headers.ts',
    [HEADERS, GOLDEN],
    [
      [
        "Connection may name the gateway's own headers",
        'if own[(string.gsub(name, "_", "-"))] then',
        'if token[(string.gsub(name, "_", "-"))] then',
      ],
      ['underscores pass', 'local folded = string.gsub(string.lower(name), "_", "-")', 'local folded = string.lower(name)'],
      ['more headers than are read pass', 'MOST_HEADERS = 80', 'MOST_HEADERS = 1000'],
      ['identity headers of callers pass', '[...KONG_HEADERS, ...ownHeaders, ...identityHeaders]', '[...KONG_HEADERS, ...ownHeaders]'],
      [
        'the token is left in the request',
        "const TOKEN_HEADERS = ['access-token', 'authorization', 'x-access-token'];",
        "const TOKEN_HEADERS = ['access-token', 'x-access-token'];",
      ],
      ['what is handed on is taken away', "...(forward.token ? ['authorization'] : [])", '...[]'],
    ],
  ),
  ...mutationsOf(
    'lib/kong/read/examine.ts',
    [READ, ENTERPRISE],
    [
      [
        'unknown kinds of entities pass',
        'else if (!DECK_FIELDS.has(name) && !ENTERPRISE_KINDS.has(name))',
        "else if (!DECK_FIELDS.has(name) && !ENTERPRISE_KINDS.has(name) && name === '')",
      ],
      [
        'unknown fields pass',
        'if (kind.open) checkOpen(item, problems);',
        'if (kind.open || enterprise || !enterprise) checkOpen(item, problems);',
      ],
      ["decK's fields pass without decK", 'if (DECK_FIELDS.has(name) && !deck)', 'if (DECK_FIELDS.has(name) && deck)'],
      [
        'duplicates pass',
        'for (const { path, message } of duplicates.list) problems.add(path, message);',
        'for (const { path, message } of duplicates.list.slice(0, 0)) problems.add(path, message);',
      ],
      ['references that lead nowhere pass', '  checkTargets(items, directory, problems);', '  checkTargets([], directory, problems);'],
      ['plugins of consumer groups are overlooked', 'const groupPlugins = isRead ?', 'const groupPlugins = !isRead ?'],
    ],
  ),
  ...mutationsOf(
    'lib/kong/read/texts.ts',
    [READ],
    [
      [
        'a path of a route may have double slashes',
        "if (text.includes('//')) return `${quoted(text)} has an empty segment (//); the router",
        "if (text.includes('///')) return `${quoted(text)} has an empty segment (//); the router",
      ],
      [
        'an expression need not start with a slash',
        "!text.startsWith('/') && !text.startsWith('~/')",
        "!text.startsWith('/') && !text.startsWith('~')",
      ],
      ['a path may be one the router never sees', 'return normalized === bytes', 'return normalized !== null'],
      ['methods may be in small letters', 'like(/^[A-Z]+$/', 'like(/^[A-Za-z]+$/'],
      ['Host may be a header', 'if (/^host$/i.test(text))', 'if (/^host$/.test(text))'],
      [
        'a wildcard may stand within a host',
        "text.includes('*') && !text.startsWith('*.')",
        "text.includes('**') && !text.startsWith('*.')",
      ],
      [
        'a host of a service may have a port',
        "'error' in host || host.port !== undefined ? `${quoted(text)} has a port; write",
        "'error' in host ? `${quoted(text)} has a port; write",
      ],
    ],
  ),
  ...mutationsOf(
    'lib/kong/read/fields.ts',
    [READ],
    [
      ['what is required may be null', 'if (rule.required === true)\n', "if (rule.required === true && path === '')\n"],
      ['an empty text passes', "if (value === '') return 'must not be empty;", "if (value === ' ') return 'must not be empty;"],
      ['numbers may be out of range', 'value >= between[0] && value <= between[1]', 'value >= between[0]'],
    ],
  ),
  ...mutationsOf(
    'lib/kong/read/route-checks.ts',
    [READ],
    [
      ['a route may match nothing', 'if (anyOf.every((field) => isEmpty(own(route, field))))', 'if (anyOf.length === 0)'],
      [
        'server names without TLS pass',
        '  if (listOf(snis)?.length === 0) return false;',
        '  if (listOf(snis) !== undefined) return false;',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/kong/read/deck.ts',
    [ENTERPRISE],
    [
      [
        'shared configurations win over own ones',
        '[...Object.entries(base), ...Object.entries(over)]',
        '[...Object.entries(over), ...Object.entries(base)]',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/kong/read/identity.ts',
    [READ],
    [['ids are derived from the name alone', "const parts = [kind.name, '*'];", 'const parts = [kind.name];']],
  ),
];
