import { mutationsOf, type Mutation } from './mutation';

const RESTORE = 'test/review/deployed/restore.test.ts';
const PLANS = 'test/review/deployed/plans.test.ts';
const GOLDEN = 'test/review/deployed/golden.test.ts';
const COMMAND = 'test/cli/review-deployed.test.ts';

/** Flips in what is taken for deployed. */
export const REVIEW_DEPLOYED: readonly Mutation[] = [
  ...mutationsOf(
    'lib/review/side/deployed/restore.ts',
    [RESTORE],
    [
      [
        'secrets are shown',
        'if (shape === undefined || sensitive === true) return NOT_SHOWN;',
        'if (shape === undefined) return NOT_SHOWN;',
      ],
      [
        'what nobody knows is shown',
        'if (shape === undefined || sensitive === true) return NOT_SHOWN;',
        "if (sensitive === true) return NOT_SHOWN;\n    shape ??= 'plain';",
      ],
      [
        'any text is an id',
        "shape === 'plain' || this.references.isReferred(value)",
        'shape !== undefined || this.references.isReferred(value)',
      ],
      ['names that only a state has are shown', 'Object.hasOwn(written, name) || shape !== undefined ? name', 'name.length > 0 ? name'],
      ['what goes from a list was not there', 'const all = [...kept, ...left.map(', 'const all = [...kept, ...left.slice(0, 0).map('],
      ['blocks that go were not there', 'const all = [...kept, ...gone];', 'const all = gone.length > 99 ? gone : kept;'],
      ['blocks are told apart by their order', 'pair((block, one) => named(block) !== undefined && named(block) === nameOf(one));', ''],
      [
        'what was not there is as it will be',
        'if (isNothing(before)) return isNothing(written) ? written : undefined;',
        'if (isNothing(before)) return written;',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/review/side/deployed/references.ts',
    [RESTORE],
    [
      ['what another stack hands on goes first', "mode === 'managed' ? 0", "mode === 'managed' ? 3"],
      ['ids are written as they are', 'return this.references.get(text) ?? terraformLiteral(text);', 'return terraformLiteral(text);'],
      ['texts of a state are evaluated', 'this.references.get(text) ?? terraformLiteral(text)', 'this.references.get(text) ?? text'],
    ],
  ),
  ...mutationsOf(
    'lib/review/side/deployed/resources.ts',
    [PLANS],
    [
      ['what runs something was there', 'all.filter(([field]) => !RUNS.includes(field))', 'all'],
      ['any command synchronizes', '!SYNC.test(command)', "command === ''"],
      [
        'objects that go were not there',
        'Object.fromEntries(keys.map((key)',
        'Object.fromEntries(keys.filter((key) => Object.hasOwn(each, key)).map((key)',
      ],
      ['what several objects had is what they will have', 'differs(field) ? NOT_SHOWN : written[field]', 'written[field]'],
    ],
  ),
  ...mutationsOf(
    'lib/review/side/deployed/content.ts',
    [PLANS],
    [
      ['whatever is looked up was looked up before', '.filter(([type]) => LOOKED_UP.test(type))', ''],
      ['every provider made something before', 'used.has(providerOf(', 'used.size >= 0 || used.has(providerOf('],
      ['what is let go of was let go of before', '!forgotten.has(String(from))', 'forgotten.size >= 0 || from === undefined'],
      ['addresses are those of the head', 'moved.get(address) ?? address', 'address'],
      ['fewer resources are planned than there are', '!planned.has(address) &&', '!planned.has(address) && address === undefined &&'],
    ],
  ),
  ...mutationsOf(
    'lib/review/side/deployed/same-configuration.ts',
    [PLANS],
    [
      ['a plan may be of other words', "return isEqual(planned['constant_value'], written);", 'return true;'],
      ['a plan may be of other blocks', 'return own.length === planned.length &&', 'return own.length !== 99 &&'],
    ],
  ),
  ...mutationsOf(
    'lib/review/changes/rows.ts',
    [GOLDEN],
    [['what is deployed explains nothing', 'own?.isDeployed === true ? head : own', 'own']],
  ),
  ...mutationsOf(
    'lib/review/side/deployed/content.ts',
    [COMMAND],
    [['whatever an output had is shown', "isObject(before) ? { each: 'id' } : 'id'", "isObject(before) ? { each: 'plain' } : 'plain'"]],
  ),
  ...mutationsOf(
    'lib/cli/commands/review.ts',
    [COMMAND],
    [['a folder is never what is deployed', "flags['BASE'] === DEPLOYED ?", "flags['BASE'] === '' ?"]],
  ),
];
