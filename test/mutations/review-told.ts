import { mutationsOf, type Mutation } from './mutation';

const BESIDE = 'test/cli/review-beside.test.ts';
const TOLD = 'test/review/told.test.ts';

/** Flips in how a review says what it saw: what is shown, by which words, and what of it is hidden. */
export const REVIEW_TOLD: readonly Mutation[] = [
  ...mutationsOf(
    'lib/review/output/annotations.ts',
    ['test/review/output/annotations.test.ts'],
    [['the name of a file colours a log', 'return visible(text).replace(', 'return text.replace(']],
  ),
  ...mutationsOf(
    'lib/review/changes/shown-value.ts',
    [TOLD],
    [['the path of where a log goes is shown', 'JSON.stringify(`${protocol}//${host}/…`)', 'JSON.stringify(value)']],
  ),
  ...mutationsOf(
    'lib/review/changes/weigh.ts',
    [TOLD],
    [
      ['no origins are no origins', "if (isEverything(now)) return 'broadened';", ''],
      ['any origin is none', "return isEverything(was) ? 'narrowed' : items(false)(was, now);", 'return items(false)(was, now);'],
      ['a star is an origin like any other', ' || all.includes(\'"*"\')', ''],
      ['a plugin that goes lets everything through', "if (isWhole) return now === undefined ? 'narrowed' : 'broadened';", ''],
      [
        'a switch that goes with its plugin is on',
        "isWhole && now === undefined ? 'narrowed' : weigh(was, now)",
        "isWhole && was === now ? 'narrowed' : weigh(was, now)",
      ],
    ],
  ),
  ...mutationsOf(
    'lib/review/changes/rows.ts',
    [TOLD],
    [
      ['what routes have in common goes with the plugin', " && !path.includes('pluginDefaults')", ''],
      [
        'what an API has of a plugin is passed over',
        "if (valueAt(before === undefined ? was : now, ...path.slice(0, 2), 'service', 'plugins', name) !== undefined) return undefined;",
        '',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/terraform/directory/applications.ts',
    ['test/review/public-clients.test.ts'],
    [
      [
        'redirect URIs by an expression are none',
        "typeof list === 'string' && isEvaluated(list) ? [list] : itemsOf(list)",
        'itemsOf(list)',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/kong/template-shape.ts',
    [TOLD],
    [
      ['methods of a route may be anything', 'const matching = { methods: listed, ', 'const matching = { '],
      ['what all routes have may be anything', 'fieldsOf({ ...matching, hosts: listed, paths: listed })', 'fields'],
      ['a header may be anything', 'record(anything, list(anything))', 'record(anything, anything)'],
    ],
  ),
  ...mutationsOf(
    'lib/review/side/read-files.ts',
    [TOLD],
    [['what is of the wrong kind is shown', 'code === WRONG_SHAPE ? `is of the wrong kind; ${fix}` : what', 'what']],
  ),
  ...mutationsOf(
    'lib/model/json-place.ts',
    ['test/model/json-place.test.ts'],
    [
      ['a control in a text is none', "if (mark < ' ') return { wrongAt: at };", ''],
      ['a list may end like an object', 'mark === CLOSES[inside]', "'}]'.includes(mark)"],
      ['whatever follows a backslash is an escape', 'if (!ESCAPE.test(text)) return { wrongAt: at };', 'ESCAPE.test(text);'],
    ],
  ),
  ...mutationsOf(
    'lib/cli/beside-files.ts',
    [BESIDE],
    [
      ['files of folders below are passed over', 'yield* entriesOf(folder, `${path}/`, left);', 'yield* [];'],
      ['files are read without end', 'if (left.entries >= 0 && left.bytes >= 0) return;', 'if (left.entries >= 0) return;'],
      ['there is no end to files', 'if (left.entries >= 0 && left.bytes >= 0) return;', 'if (left.bytes >= 0) return;'],
      ['links are alike', 'digestOf(target)', 'digestOf(target.slice(0, 0))'],
      ['programs of providers are files as others', 'if (path === PROVIDERS || path.startsWith(`${PROVIDERS}/`)) return PROVIDERS;', ''],
      [
        'findings of a synthesis are files as others',
        'isText(path) || WITHOUT_EFFECT.includes(path) ? undefined : path',
        'isText(path) ? undefined : path',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/cli/synth-output.ts',
    [BESIDE],
    [
      [
        'folders without a stack are passed over',
        'isStack({ files }) || Object.keys(beside).some((file) => file !== PROVIDERS)',
        'isStack({ files }) && beside !== null',
      ],
      [
        'a link among stacks of a folder is passed over',
        'isOfStacks ? entries.filter((entry) => entry.isSymbolicLink()) : []',
        'isOfStacks ? entries.slice(0, 0) : []',
      ],
      [
        'a link among stacks of a revision is passed over',
        "if (file === '' && !isPlain(blob)) throw",
        "if (file === '..' && !isPlain(blob)) throw",
      ],
      ['a revision is read without end', 'count(named, left, { entries: told.length, bytes: ', 'count(named, left, { bytes: '],
    ],
  ),
  ...mutationsOf(
    'lib/cli/revision.ts',
    [BESIDE],
    [
      ['a link is a file', "return mode.startsWith('100');", "return mode.startsWith('1');"],
      ['all files of a revision are one', 'at = end + 1;', 'at = 0;'],
    ],
  ),
  ...mutationsOf(
    'lib/review/changes/other-files.ts',
    [BESIDE],
    [
      ['a file may not be called like what every object has', 'Object.hasOwn(now, file)', 'now[file] !== undefined'],
      [
        'programs of providers do nothing',
        'now[LOCK_FILE] !== undefined && now[PROVIDERS] !== undefined',
        'now[LOCK_FILE] === undefined && now[PROVIDERS] !== undefined',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/review/review.ts',
    [BESIDE],
    [
      [
        'what a link leads to is read',
        'if (!digest.startsWith(NOT_PLAIN) || file === PROVIDERS) return [];',
        'if (digest.length > 0) return [];',
      ],
      ['a folder without a stack is a deployment that is gone', '(base ?? head) ? access.notJudged : []', 'access.notJudged'],
    ],
  ),
  ...mutationsOf(
    'lib/review/side/side.ts',
    [BESIDE],
    [
      [
        'a folder without a stack is one',
        'synthesized !== undefined || plan !== undefined) === true ? side : undefined',
        'synthesized !== undefined || plan !== undefined) === true ? side : side',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/review/side/deployed/deployed.ts',
    [BESIDE],
    [
      ['a folder needs a plan', 'stacksOf(head, stack)).filter(isStack)', 'stacksOf(head, stack))'],
      ['files beside a plan are new each time', ', beside: one.beside ?? {} }', ' }'],
    ],
  ),
  ...mutationsOf('lib/review/side/translated.ts', [BESIDE], [['files of another environment are none', '...(beside && { beside }),', '']]),
];
