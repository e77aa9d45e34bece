import { mutationsOf, type Mutation } from './mutation';

const FORGED = 'test/sandbox/forged.test.ts';
const LOST = 'test/sandbox/lost.test.ts';
const INPUTS = 'test/sandbox/inputs.test.ts';
const PROXIES = 'test/sandbox/proxies.test.ts';
const FIELDS = 'test/sandbox/fields.test.ts';
const FORMS = 'test/sandbox/refusals-forms.test.ts';
const REDIRECTS = 'test/sandbox/directory-redirects.test.ts';
const CERTIFICATES = 'test/sandbox/directory-certificates.test.ts';

/** Flips in what the embedded gateway decides by. */
export const SANDBOX: readonly Mutation[] = [
  ...mutationsOf(
    'lib/sandbox/gateway/plugins/openid-connect.ts',
    [FORGED],
    [
      ['any issuer will do', "typeof iss === 'string' && (allowed?.includes(iss) ?? iss === issuer)", "typeof iss === 'string'"],
      ['tokens never end', "typeof exp === 'number' && exp + leeway > seconds", "typeof exp === 'number'"],
      ['one word of several will do', 'item.every((word)', 'item.some((word)'],
      ['tokens begin before their time', "typeof time === 'number' && time - leeway <= seconds", "typeof time === 'number'"],
    ],
  ),
  ...mutationsOf(
    'lib/sandbox/gateway/trusted-proxies.ts',
    [PROXIES],
    [
      ['anybody says who calls', 'if (!isProxied) return { clientIp: peer, isProxied };', ''],
      ['what the caller says is believed', 'if (!this.isRecursive || !this.networks.has(address)) break;', ''],
      ['what is no address is passed over', 'if (address === undefined) break;', 'if (address === undefined) continue;'],
      [
        'settings are passed over',
        "return [problem(where, 'is a setting of Kong that the embedded gateway does not enforce')];",
        'return [];',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/sandbox/related-stacks.ts',
    [INPUTS],
    [
      ['what reads a reader stays away', 'for (const name of readers) for', 'for (const name of [chosen.name]) for'],
      ['what is needed stays away, or comes later', 'known.reads.forEach(add);', ''],
    ],
  ),
  ...mutationsOf(
    'lib/sandbox/gateway/routing.ts',
    [PROXIES],
    [
      ['anybody tells the scheme', "isProxied ? received.joined('x-forwarded-proto') : undefined", "received.joined('x-forwarded-proto')"],
      ['any word is HTTPS', "said === 'https' ? 'https' : 'http'", "said === '' ? 'http' : 'https'"],
    ],
  ),
  ...mutationsOf(
    'lib/sandbox/gateway/messages.ts',
    [PROXIES],
    [['the upstream hears what anybody says', 'isProxied ? (headers.joined(header) ?? own) : own', 'headers.joined(header) ?? own']],
  ),
  ...mutationsOf(
    'lib/sandbox/gateway/fields.ts',
    [FIELDS],
    [
      [
        'empty lists are enforced',
        'Array.isArray(value) && value.length > 0 && value.every(rule)',
        'Array.isArray(value) && value.every(rule)',
      ],
      ['references to vaults are texts', "value.trim() !== '' && !isReference(value)", "value.trim() !== ''"],
      ['blanks are texts', "value.trim() !== '' && !isReference(value)", "value !== '' && !isReference(value)"],
      ['null is nothing', 'const field = `${prefix}${name}`;', 'const field = `${prefix}${name}`;\n    if (value === null) return [];'],
    ],
  ),
  ...mutationsOf(
    'lib/sandbox/gateway/plugins/token-verifier.ts',
    ['test/sandbox/keys.test.ts'],
    [
      [
        'after a failure it is tried at once',
        'return this.failure !== undefined && this.triedWithin(',
        'return this.failure === "" && this.triedWithin(',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/sandbox/gateway/status.ts',
    ['test/sandbox/metrics.test.ts'],
    [['any name is served', 'OWN_NAMES.includes(host) && ', '']],
  ),
  ...mutationsOf(
    'lib/sandbox/graph/permissions.ts',
    ['test/sandbox/graph-permissions.test.ts', 'test/sandbox/graph.test.ts'],
    [
      ['who owns something brings anything in', 'if (owners?.has(objectId) === true) return;', 'if (owners !== null) return;'],
      [
        'who owns something changes anything',
        "!roles.includes('Application.ReadWrite.OwnedBy') || !owners.has(objectId)",
        "!roles.includes('Application.ReadWrite.OwnedBy')",
      ],
    ],
  ),
  ...mutationsOf(
    'lib/sandbox/entra/person-grants.ts',
    ['test/sandbox/refusals-codes.test.ts', 'test/sandbox/clients.test.ts'],
    [
      [
        'refresh tokens of pages are anybody’s',
        '  assertProvedAsPlatform(client, signIn);\n  assertOrigin(signIn, origin);\n  const scope',
        '  assertProvedAsPlatform(client, signIn);\n  const scope',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/sandbox/agreement/probe-requests.ts',
    [LOST],
    [
      ['what the file lost is not asked for', '[...served, ...prediction.gateway.routes]', '[...served]'],
      ['each header has one value', '    ...otherHeaders(routes, request),\n', ''],
    ],
  ),
  ...mutationsOf(
    'lib/sandbox/call.ts',
    [LOST],
    [['a host of nobody is no host', "this.ports.names.includes(called) ? called : 'localhost'", 'called']],
  ),
  ...mutationsOf(
    'lib/sandbox/directory/clock.ts',
    [INPUTS],
    [['the clock goes anywhere', 'if (!(then >= 0 && then < END_OF_TIME_MS))', 'if (then === END_OF_TIME_MS)']],
  ),
  ...mutationsOf(
    'lib/sandbox/entra/form.ts',
    [FORMS],
    [
      ['the first of two parameters counts', 'if (names.has(name))', 'if (names.has(`${name} `))'],
      ['any body is a form', "type.trim().toLowerCase() === 'application/x-www-form-urlencoded' ? request.body : ''", 'request.body'],
    ],
  ),
  ...mutationsOf(
    'lib/sandbox/entra/requested-scopes.ts',
    ['test/sandbox/refusals-codes.test.ts'],
    [['a code is for any API', 'if (asked.api.appId === authorized.api.appId) return {', 'if (asked.api.appId !== undefined) return {']],
  ),
  ...mutationsOf(
    'lib/sandbox/entra/person-grants.ts',
    [FORMS],
    [['pages get tokens in any flow', "if (origin === 'none') return;", "if (origin !== 'foreign') return;"]],
  ),
  ...mutationsOf(
    'lib/sandbox/directory/redirect-rules.ts',
    [REDIRECTS],
    [
      ['any character will do', 'NEVER.test(uri) ||', ''],
      ['a browser runs what it is sent to', 'return !RUN.includes(protocol);', 'return true;'],
    ],
  ),
  ...mutationsOf(
    'lib/sandbox/directory/certificates.ts',
    [CERTIFICATES],
    [
      ['short keys will do', 'const SHORTEST_KEY = 2048;', 'const SHORTEST_KEY = 1024;'],
      ['certificates prove more than they say', 'ends > starts && ends <= Date.parse(validTo)', 'ends > starts'],
    ],
  ),
  ...mutationsOf(
    'lib/sandbox/directory/tenant.ts',
    ['test/sandbox/ordinary-requests.test.ts'],
    [['each tenant has proofs of its own', 'return this.world.credentialsOf(appId) ?? this.credentials;', 'return this.credentials;']],
  ),
];
