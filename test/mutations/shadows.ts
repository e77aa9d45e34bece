import { mutationsOf, type Mutation } from './mutation';

const FINDER = 'test/router/request-finder.test.ts';
const SHADOWS = 'test/access/shadows.test.ts';
const FOREIGN = 'test/gateway/foreign.test.ts';
const SPLIT = 'test/router/split.test.ts';
const POLICY = 'test/access/policy.test.ts';

/** Flips in which routes stand in each other's way, and in what else is on the gateway. */
export const SHADOWING: readonly Mutation[] = [
  ...mutationsOf(
    'lib/router/regex/split.ts',
    [SPLIT],
    [['alternatives outside of groups are overlooked', "character === '|' && depth === 0", "character === '|' && depth < 0"]],
  ),
  ...mutationsOf(
    'lib/router/regex/common-text.ts',
    [FINDER],
    [
      [
        'what is to be avoided is not',
        '(outcome === OUTCOME.found) === at < this.all.length',
        'outcome === OUTCOME.found || at >= this.all.length',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/router/overlap/path-language.ts',
    [FINDER],
    [
      ['paths with dots are taken for normalized', '\\\\.\\\\.${CHARACTER}+)`', '\\\\.\\\\.${CHARACTER}*)`'],
      ['an expression is not anchored', "`^${path.slice(1).replaceAll('?<', '?P<')}`", "path.slice(1).replaceAll('?<', '?P<')"],
    ],
  ),
  ...mutationsOf(
    'lib/router/overlap/request-finder.ts',
    [FINDER],
    [
      ['a wider automaton proves that there is none', 'some(({ isExact }) => !isExact)', 'some(({ isExact }) => !isExact && isExact)'],
      [
        'a route without paths is avoided by a path',
        'none.some(({ paths }) => paths.length === 0)',
        'none.some(({ paths }) => paths.length < 0)',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/router/overlap/surroundings.ts',
    [FINDER],
    [
      ['no method avoids routes of other methods', "named.has('GET')", "named.has('')"],
      [
        'a route that asks for a name is avoided by the host’s',
        'avoided && own !== undefined ? [own, undefined]',
        'avoided && own !== undefined ? [own]',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/access/shadows/find-shadows.ts',
    [SHADOWS, FOREIGN],
    [
      ['a declared route may lose to a more specific one', 'mustWin || !this.isPathWithin', '!this.isPathWithin'],
      [
        'a declared route counts as before others whatever they are',
        '!this.order.isBefore(route, other)',
        'this.order.isBefore(other, route)',
      ],
      ['expressions are taken for no criteria', "typeof expression === 'string' ||", "typeof expression === 'number' ||"],
      [
        'which calculation is used makes no difference',
        "kind: differs(own) ? 'calculation' : 'flavor'",
        "kind: differs(own) ? 'flavor' : 'flavor'",
      ],
    ],
  ),
  ...mutationsOf(
    'lib/access/shadows/routers.ts',
    [SHADOWS, FOREIGN],
    [['the documented calculation is not asked', "['original', 'compiled', 'strict'];", "['original', 'compiled'];"]],
  ),
  ...mutationsOf(
    'lib/access/shadows/dead.ts',
    [SHADOWS],
    [['routes that are tried later bury a route', '(this.place.get(other) ?? 0) < rank', '(this.place.get(other) ?? 0) !== rank']],
  ),
  ...mutationsOf(
    'lib/access/shadows/siblings.ts',
    [SHADOWS],
    [['a prefix that ends with a segment reaches into others', "text[prefix.length] === '/'", "text[prefix.length] === '//'"]],
  ),
  ...mutationsOf(
    'lib/access/foreign.ts',
    [FOREIGN],
    [
      ['one common tag makes an entity the deployment’s own', 'selectTags.every((tag)', 'selectTags.some((tag)'],
      ['plugins for the whole gateway are left out', "plugins: all('plugins')", "plugins: all('plugins').slice(0, 0)"],
    ],
  ),
  ...mutationsOf(
    'lib/access/ways.ts',
    ['test/access/matrix.test.ts', POLICY],
    [
      ['who enters by two groups is hidden by who enters alone', 'others.length < 2 ||', 'others.length < 2 || alone.length > 0 ||'],
      [
        'a larger combination is told beside a smaller one',
        'way.every((one) => combination.includes(one))',
        'way.some((one) => !combination.includes(one))',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/access/policy/check.ts',
    [POLICY, 'test/access/policy-matrix.test.ts'],
    [
      [
        'who is not listed may get in',
        'for (const asked of this.callers.unlisted(target, says.callers))',
        'for (const asked of [...this.callers.unlisted(target, says.callers)].slice(1))',
      ],
      ['who perhaps gets in counts as kept out', "verdict.entry === 'out' ? undefined", "verdict.entry !== 'in' ? undefined"],
    ],
  ),
];
