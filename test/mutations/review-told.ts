import { mutationsOf, type Mutation } from './mutation';

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
      ['no origins are no origins', "if (listOf(now).length === 0) return 'broadened';", ''],
      ['any origin is none', "return listOf(was).length === 0 ? 'narrowed' : items(false)(was, now);", 'return items(false)(was, now);'],
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
      ['a header may be anything', 'record(anything, list(text))', 'record(anything, anything)'],
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
];
