import { mutationsOf, type Mutation } from './mutation';

const GUARDS = 'test/sandbox/console/guards.test.ts';
const CONTROLS = 'test/sandbox/console/controls.test.ts';
const STEPS = 'test/sandbox/console/steps.test.ts';
const INPUTS = 'test/sandbox/console/inputs.test.ts';
const SLOW = 'test/sandbox/console/slow.test.ts';
const PAGE = 'test/sandbox/console/page.test.ts';

/** Flips in whom the console answers, what of, and what its page may do. */
export const CONSOLE: readonly Mutation[] = [
  ...mutationsOf(
    'lib/sandbox/console/guard.ts',
    [GUARDS],
    [
      ['any name of this machine is the console', 'NAMES.some((name) => host === `${name}:${String(port)}`) ?', 'host !== undefined ?'],
      [
        'a name that begins so is the console',
        'host === `${name}:${String(port)}`',
        'host?.startsWith(`${name}:${String(port)}`) === true',
      ],
      ['a second host is passed over', 'others.length === 0 && NAMES', 'NAMES'],
      ['any origin is the console’s', '.some((one) => one !== origin)', ".some((one) => one === 'https://evil.example' && origin === '')"],
      ['the origin null is the console’s', '.some((one) => one !== origin)', ".some((one) => one !== origin && one !== 'null')"],
      [
        'other ports of this machine are the console',
        "const SITES = ['none', 'same-origin'];",
        "const SITES = ['none', 'same-origin', 'same-site'];",
      ],
      ['other sites are the console', "const SITES = ['none', 'same-origin'];", "const SITES = ['none', 'same-origin', 'cross-site'];"],
      ['whatever begins like a place is one', "places.has(url) ? 'POST'", "[...places].some((place) => url.startsWith(place)) ? 'POST'"],
      ['any method changes things', 'if (method !== allow) return', "if (method !== allow && method !== 'PUT') return"],
      ['no secret is needed', 'isSame(authorization, `Bearer ${secret}`)', 'isSame(authorization, authorization)'],
      [
        'the beginning of the secret is enough',
        'isSame(authorization, `Bearer ${secret}`)',
        '`Bearer ${secret}`.startsWith(authorization)',
      ],
      ['a second secret is passed over', 'authorization === undefined || others.length > 0 ||', 'authorization === undefined ||'],
      [
        'plain text is JSON',
        '/^application\\/json(?:; ?charset=utf-8)?$/i',
        '/^(?:application\\/json|text\\/plain)(?:; ?charset=utf-8)?$/i',
      ],
      ['whatever begins like JSON is JSON', '(?:; ?charset=utf-8)?$/i', '/i'],
      ['a second type is passed over', 'types.length > 0 || ', ''],
      ['a body that is told to be too long is waited for', '> MOST_BODY_BYTES) return TOO_LARGE;', '> Infinity) return TOO_LARGE;'],
    ],
  ),
  ...mutationsOf(
    'lib/sandbox/console/console.ts',
    [GUARDS],
    [
      ['a body has no end', 'if (size > MOST_BODY_BYTES) return undefined;', ''],
      ['the secret is the same in each run', "randomBytes(32).toString('base64url')", "Buffer.alloc(32).toString('base64url')"],
    ],
  ),
  ...mutationsOf(
    'lib/sandbox/console/console.ts',
    [SLOW],
    [['a request that never ends is waited for', 'requestTimeout: ARRIVES_WITHIN_MS', 'requestTimeout: 0']],
  ),
  ...mutationsOf(
    'lib/sandbox/console/answers.ts',
    [GUARDS, CONTROLS],
    [
      ['tokens stand in answers', 'visible(withoutTokens(value))', 'visible(value)'],
      ['frames show the console', "  'x-frame-options': 'DENY',\n", ''],
      ['answers are kept', "  'cache-control': 'no-store',\n", ''],
      [
        'other origins may read',
        "  'referrer-policy': 'no-referrer',\n",
        "  'referrer-policy': 'no-referrer',\n  'access-control-allow-origin': '*',\n",
      ],
    ],
  ),
  ...mutationsOf(
    'lib/sandbox/console/page/page.ts',
    [PAGE],
    [
      ['any script runs', "`script-src '${sourceHash(SCRIPT)}'`", "`script-src 'unsafe-inline'`"],
      ['the page asks other servers', '"connect-src \'self\'"', '"connect-src *"'],
      ['texts become markup', '    "require-trusted-types-for \'script\'",\n', ''],
      ['any page shows it in a frame', '    "frame-ancestors \'none\'",\n', ''],
    ],
  ),
  ...mutationsOf(
    'lib/sandbox/console/calls.ts',
    [INPUTS],
    [['a header may say where the request ends', 'FRAMING.includes(name.toLowerCase())', 'FRAMING.includes(name)']],
  ),
  ...mutationsOf(
    'lib/sandbox/console/steps.ts',
    [STEPS],
    [
      [
        'a step that fails passes',
        "checks.some(({ outcome }) => outcome === 'fail') ? 'fail' : 'pass'",
        "checks.length < 0 ? 'fail' : 'pass'",
      ],
      [
        'what no route takes is not told',
        'observed.route !== null) return [];\n  const { method',
        'observed.route === null) return [];\n  const { method',
      ],
      ['a refused call ends a step later', "outcome === 'fail' && typeof answer !== 'string' ? [endOf(answer)] : []", '[]'],
    ],
  ),
  ...mutationsOf(
    'lib/sandbox/console/call-log.ts',
    [CONTROLS],
    [['who is only claimed is proven', 'isProven: claims !== undefined', 'isProven: claimed !== undefined']],
  ),
  ...mutationsOf(
    'lib/sandbox/console/missed.ts',
    [STEPS],
    [['a header that is missing is not told', "'a header': those(headers,", "'a header': those([],"]],
  ),
  ...mutationsOf('lib/sandbox/console/readable.ts', [STEPS], [['ids stand alone', 'key === undefined ? id : `${id} (${key})`', 'id']]),
];
