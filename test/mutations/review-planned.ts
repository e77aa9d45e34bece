import { mutationsOf, type Mutation } from './mutation';

const PLANNED = 'test/review/planned.test.ts';
const MISSED = 'test/review/missed.test.ts';
const PUT_BACK = 'test/review/put-back.test.ts';
const LET_GO = 'test/review/let-go.test.ts';
const ENVIRONMENTS = 'test/review/environments.test.ts';

/** Flips in what a plan does beside the files, and in what requests meet at another route. */
export const REVIEW_PLANNED: readonly Mutation[] = [
  ...mutationsOf(
    'lib/review/planned/disagreements.ts',
    [PLANNED],
    [
      ['a plan may make what no file has', '...strangers(synthesized.content, planned), ', ''],
      ['a plan may be of another configuration', ', ...differing(synthesized.content, planned)])]', '])]'],
      ['a plan may give other values', 'found.length === 0', "found.length === 0 || what.includes('other values')"],
    ],
  ),
  ...mutationsOf(
    'lib/review/planned/values.ts',
    [PLANNED, 'test/review/deployed/values.test.ts'],
    [
      ['what is not planned at all is as written', 'own === undefined ? [resource.address]', 'own === undefined ? []'],
      ['a provider may be another', '...compare.providers(synthesized),', ''],
      ['an output may be another', '...compare.outputs(synthesized),', ''],
      ['any list is the written one', 'return isFound && left.length === 0;', 'return isFound || left.length >= 0;'],
      ['a list may have more than is written', 'return isFound && left.length === 0;', 'return isFound;'],
      [
        'a map may have more than is written',
        'Object.entries(planned).every(([name, value]) => value === null || Object.hasOwn(written, name));',
        'Object.entries(planned).length >= 0;',
      ],
      ['an attribute may be another', 'isEqual(value, planned) || String(value) === String(planned);', 'isEqual(value, value);'],
      [
        'what a plan leaves out is not known yet',
        'if (planned === undefined) return mayBeUnknown || value === undefined;',
        'if (planned === undefined) return true;',
      ],
      ['a number may be another', 'return String(written) === String(planned);', 'return typeof written === typeof planned;'],
    ],
  ),
  ...mutationsOf(
    'lib/review/planned/rows.ts',
    [PLANNED, MISSED, PUT_BACK],
    [
      [
        'what was left behind is deleted in silence',
        "return actions.includes('delete') ? 'left behind' : undefined;",
        "return actions.includes('create') ? 'left behind' : undefined;",
      ],
      ['what is made again is no news', "return was === undefined ? undefined : 'made';", 'return undefined;'],
      [
        'what is changed to what BASE says is no news',
        "isWrittenOtherwise || this.isShown(change, all) ? undefined : 'changed'",
        "isWrittenOtherwise || all.length > 0 || this.isShown(change, all) ? undefined : 'changed'",
      ],
      [
        'a change beside it hides what nobody knows',
        "return isWrittenOtherwise ? 'changed as well' : 'changed';",
        "return isWrittenOtherwise ? undefined : 'changed';",
      ],
      [
        'one of several is hidden by what else changes of them',
        'return Object.hasOwn(old, index) !== Object.hasOwn(own, index);',
        'return !isSame(old, own);',
      ],
      ['whatever a block refers to makes an object anew', 'index === undefined ? now?.[name] : now', 'now'],
      ['what no file has may be deleted', "actions.includes('delete') ? 'deleted'", "actions.includes('read') ? 'deleted'"],
      ['what is let go of is no news', "actions.includes('forget') ? 'let go of'", "actions.includes('read') ? 'let go of'"],
      ['what is made anew is no news', "return 'made anew';", 'return undefined;'],
      [
        'a registration that goes blocks nothing',
        "section === 'registrations' && deed !== 'made'",
        "section !== 'registrations' && deed !== 'made'",
      ],
      ['whatever goes narrows', "section === 'other' ? 'unknown' : 'narrowed'", "'narrowed'"],
      ['a grant that is made again broadens nothing', "deed === 'made' && section !== 'other' ? 'broadened' : 'unknown'", "'unknown'"],
    ],
  ),
  ...mutationsOf(
    'lib/review/rows/taken-over.ts',
    [MISSED],
    [
      ['a limit may be lost', "{ what: `without ${name}`, effect: 'broadened' }", "{ what: `without ${name}`, effect: 'narrowed' }"],
      ['a plugin may come', "LIMITS.includes(name) ? 'narrowed' : 'unknown'", "'narrowed'"],
      ['a limit that comes broadens', "LIMITS.includes(name) ? 'narrowed' : 'unknown'", "'unknown'"],
      ['another server is no news', 'return before === after ? [] :', 'return before.length > 0 ? [] :'],
      ['tokens in paths are shown', 'shownValue(path, true)', 'path'],
    ],
  ),
  ...mutationsOf(
    'lib/review/rows/teams.ts',
    [MISSED],
    [['another owner is no news', 'before === undefined || before === team', 'before === undefined || before !== team']],
  ),
  ...mutationsOf(
    'lib/review/side/translated.ts',
    [ENVIRONMENTS],
    [
      ['networks of another environment are names', 'const NAMED = [', "const NAMED = [\n  'networks',"],
      ['plain HTTP is another name of HTTPS', 'return /^http:/i.test(String(theirs)) &&', "return /^http:/i.test('') &&"],
    ],
  ),
  ...mutationsOf(
    'lib/review/side/let-go.ts',
    [LET_GO],
    [
      ['a gateway that goes from the files is gone', '(head.template === undefined &&', '(head.template !== undefined &&'],
      ['another environment lets go', ' || isElsewhere(base)', ''],
      ['what cannot be read is let go of', '!head.problems.some(', '!head.problems.every('],
      ['a gateway that goes on takes no tokens', 'templateFile, markers };', 'templateFile };'],
    ],
  ),
  ...mutationsOf(
    'lib/review/planned/put-back.ts',
    [PUT_BACK],
    [
      ['another environment is a state of this one', ' || isElsewhere(base)', ''],
      ['what of the gateway is deployed is as BASE says', 'changed: { template: before }, paths,', 'changed: {}, paths: [],'],
      [
        'what cannot be told is as BASE says',
        'if (error instanceof DefinitionError) return unknown;',
        'if (error instanceof DefinitionError) return { ...unknown, problems: [] };',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/review/planned/otherwise.ts',
    [PUT_BACK, PLANNED],
    [
      ['what is deployed is as BASE says', '&& isTold(name));', '&& isTold(name) && false);'],
      ['of several objects nothing is deployed otherwise', 'isRepeated ? ofSeveral(', '!isRepeated ? ofSeveral('],
    ],
  ),
  ...mutationsOf(
    'lib/review/planned/besides.ts',
    [PUT_BACK],
    [
      ['all that both sides differ in is told again', '.filter(isOf(before))', '.filter(() => isOf(before) !== undefined)'],
      ['what nobody weighs is harmless', "row.effect === 'neutral' ? 'unknown' : row.effect", 'row.effect'],
      ['who gains is told twice', '(change) => !known.has(keyOf(change))', '(change) => !known.has(keyOf(change) + known.size)'],
      ['who gains by the plan alone is no news', 'access: entering.map(why)', 'access: []'],
      ['what nobody knows of the gateway is no news', "!place.file.endsWith('/cdk.tf.json')", "place.file.endsWith('/cdk.tf.json')"],
    ],
  ),
];
