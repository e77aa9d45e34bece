import { mutationsOf, type Mutation } from './mutation';

const CANARIES = 'test/review/canaries.test.ts';
const COMPARE = 'test/review/compare.test.ts';
const GOLDEN = 'test/review/golden.test.ts';
const LEAVES = 'test/review/leaves.test.ts';
const PLACES = 'test/review/places.test.ts';
const COMMAND = 'test/cli/review.test.ts';
const MARKDOWN = 'test/review/output/markdown.test.ts';

/** Flips in what a review sees, and in what it says of it. */
export const REVIEW: readonly Mutation[] = [
  ...mutationsOf(
    'lib/review/access/compare.ts',
    [COMPARE, GOLDEN],
    [
      ['what cannot be told is nothing', 'unknown: now.filter(', 'unknown: now.slice(0, 0).filter('],
      ['a person is covered by an application', 'if (wide.as !== narrow.as) return false;', ''],
      ['a caller of other groups is the same', 'return isWithin && (wide.consents', 'return (isWithin || !isWithin) && (wide.consents'],
      ['other tenants are in the tenant', "['any-token', 'other-tenants', 'outside-audience']", "['any-token', 'outside-audience']"],
      ['nobody is covered by everybody', "if (wide.caller === 'anonymous') return true;", ''],
    ],
  ),
  ...mutationsOf(
    'lib/review/access/regions.ts',
    [GOLDEN],
    [
      [
        'what no route takes any more is passed over',
        'was !== undefined && now !== undefined && this.same.get(was) === now',
        'was !== undefined && this.same.get(was) === now',
      ],
      ['routes of other methods are the same', 'matcher(was) === matcher(route)', 'was.name === route.name'],
      ['what no route took before is passed over', 'return [undefined, ...index.near(now)', 'return [...index.near(now)'],
    ],
  ),
  ...mutationsOf(
    'lib/review/access/changes.ts',
    [COMPARE, GOLDEN],
    [
      ['changed plugins make no difference', 'if (plugins(was) !== plugins(now) || was.hasService !== now.hasService) return true;', ''],
      ['assignments make no difference', '(assignmentsOf.get(identity) ?? []).map(({ holder, roleId }) => [holder, roleId]),', ''],
      [
        'grants make no difference',
        '(grantsOf.get(identity) ?? []).map(({ client, values, scopeIds }) => [client, values, scopeIds]),',
        '',
      ],
      [
        'who may sign in makes no difference',
        '[signInAudience, tokenVersion, servicePrincipal?.requiresAssignment, optionalClaims, directory.tenantId],',
        '',
      ],
      [
        'what Kong refuses is deployed',
        'return { changes: [], notJudged: after.problems, was: [], now: [], seen: [] };',
        'return { changes: [], notJudged: [], was: [], now: [], seen: [] };',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/review/access/side-access.ts',
    [GOLDEN],
    [
      [
        'calls without a token are not tried',
        "if (anonymous !== false) return [open('anonymous'",
        "if (anonymous === undefined) return [open('anonymous'",
      ],
    ],
  ),
  ...mutationsOf(
    'lib/review/changes/weigh.ts',
    [GOLDEN],
    [
      ['more is narrower', "now > was ? 'broadened' : 'narrowed'", "now < was ? 'broadened' : 'narrowed'"],
      [
        'no limit is narrower',
        "if (isLimit && after.length === 0) return 'broadened';",
        "if (isLimit && after.length === 0) return 'narrowed';",
      ],
      [
        'one more item is narrower',
        "after.some((item) => !before.includes(item)) ? 'broadened' : 'narrowed'",
        "after.some((item) => !before.includes(item)) ? 'narrowed' : 'broadened'",
      ],
      ['what is not safe is neutral', "? 'narrowed' : 'broadened';\n\n/** The more", "? 'narrowed' : 'neutral';\n\n/** The more"],
    ],
  ),
  ...mutationsOf(
    'lib/review/changes/rows.ts',
    [COMPARE, GOLDEN, LEAVES, COMMAND],
    [
      ['files beside the configuration are passed over', '...stacks.flatMap((stack) => ofOtherFiles(stack, ...folders)),', ''],
      ['the template is passed over', '...ofTemplate(base, head, names),', ''],
      ['configurations are passed over', '...stacks.flatMap((stack) => ofStack(stack, base, head, names)),', ''],
      ['what nobody renders is taken for rendered', 'return isOf(base, was) && isOf(head, now);', 'return true;'],
    ],
  ),
  ...mutationsOf(
    'lib/review/changes/shown-value.ts',
    [CANARIES, COMPARE],
    [
      ['values of fields that nobody knows are shown', 'if (!isKnown) return NOT_SHOWN;', ''],
      ['who signs in is shown', 'authority.slice(at + 1)', 'authority.slice(0)'],
      ['queries are shown', '`${rest.slice(0, 1)}…`', 'rest'],
      ['a password with a slash is shown', 'return `${scheme}…`;', 'return url;'],
      ['long words of all kinds are shown', 'if (text.split(/[\\s"\'(),[\\]{}|:;=&?]+/).some(isLikeSecret))', 'if (text.length < 0)'],
      ['references to vaults are hidden', " || (typeof value === 'string' && VAULT_REFERENCE.test(value))", ''],
    ],
  ),
  ...mutationsOf(
    'lib/review/leaves.ts',
    [COMPARE, LEAVES, GOLDEN],
    [
      [
        'items of lists are paired by place',
        'const isUnique = field !== undefined && new Set(named).size === items.length;',
        'const isUnique = false;',
      ],
      ['fields that were not there are passed over', 'for (const _name in after) count--;', 'count = 0;'],
    ],
  ),
  ...mutationsOf(
    'lib/review/rows/consents.ts',
    [GOLDEN],
    [
      [
        'a permission of elsewhere broadens nothing',
        "return 'broadened';\n}\n\nfunction pipelineNote",
        "return 'neutral';\n}\n\nfunction pipelineNote",
      ],
      ['what no route asks for is known', "isAsked || isAccess ? 'neutral' : 'unknown'", "isAsked || isAccess ? 'neutral' : 'neutral'"],
      [
        'a way to Global Administrator blocks nothing',
        "isBlocking: isMore && risk?.tier === 0 && held.kind === 'application',",
        'isBlocking: false,',
      ],
      ['what is only asked for is granted', 'const asked = { isGranted: false,', 'const asked = { isGranted: true,'],
    ],
  ),
  ...mutationsOf(
    'lib/review/rows/credentials.ts',
    [GOLDEN],
    [
      [
        'a new credential narrows',
        "after === undefined ? ('narrowed' as const) : ('broadened' as const)",
        "after === undefined ? ('broadened' as const) : ('narrowed' as const)",
      ],
      ['new owners are passed over', '...now.owners.filter((owner) => !was.owners.includes(owner)).map((owner) => row(owner, true)),', ''],
    ],
  ),
  ...mutationsOf(
    'lib/review/output/results.ts',
    ['test/review/output/settings.test.ts'],
    [['settings come where they weigh', '...all.filter(isOfSettings), ...rest', '...rest, ...all.filter(isOfSettings)']],
  ),
  ...mutationsOf(
    'lib/review/rows/public-clients.ts',
    ['test/review/public-clients.test.ts'],
    [
      [
        'a client that becomes public is passed over',
        'isPublic(was) === isPublic(now)) return [];',
        'isPublic(was) !== isPublic(now)) return [];',
      ],
      ['other addresses are said already', 'urisOf(was) === urisOf(now)', 'urisOf(was) !== urisOf(now)'],
      ['roles of applications are for people', "memberTypes.includes('User')", "memberTypes.includes('Application')"],
    ],
  ),
  ...mutationsOf(
    'lib/review/rows/registrations.ts',
    [GOLDEN, COMMAND],
    [
      [
        'a registration that goes blocks nothing',
        'isBlocking: true,\n    notes: outageNotes(application, context),\n  };\n}\n\nfunction replacedRow',
        'isBlocking: false,\n    notes: outageNotes(application, context),\n  };\n}\n\nfunction replacedRow',
      ],
      [
        'a plan that replaces is passed over',
        "actions.includes('delete') && actions.includes('create')",
        "actions.includes('delete') && actions.includes('no-op')",
      ],
      [
        'what a stack that is gone made is deleted',
        'place.resource.stack) !== true) return true;',
        'place.resource.stack) !== true) return false;',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/review/rows/lint-rows.ts',
    [GOLDEN, COMMAND],
    [
      ['findings of the base are new', '!known.has(identity(finding))', 'known.size >= 0'],
      ['a waiver that ended long ago is old news', "finding.rule.startsWith('LNT') ||", ''],
    ],
  ),
  ...mutationsOf(
    'lib/review/disagreements.ts',
    [GOLDEN, LEAVES],
    [
      ['what the definition comes to is not compared', '...ofDefinition(side),', ''],
      ['the template that is carried is not compared', '...ofCarried(side),', ''],
      ['who holds what is not compared', '...ofDirectory(side, names),', ''],
    ],
  ),
  ...mutationsOf(
    'lib/review/verdict.ts',
    [GOLDEN],
    [
      ['contradictions block nothing', 'disagreements.length +\n', '0 +\n'],
      ['unexplained values block nothing', '(unexplained.length > 0 ? 1 : 0)', '0'],
      ['one of several is as good as all', 'access.filter((row) => row.rank > 0 && isAllToAny(row)).length +', ''],
      ['what is unknown is no broadening', "effect === 'broadened' || effect === 'unknown'", "effect === 'broadened'"],
    ],
  ),
  ...mutationsOf(
    'lib/review/failing.ts',
    [GOLDEN, COMMAND],
    [
      ['contradictions do not fail', '(review.disagreements.length > 0 ?', '(review.disagreements.length < 0 ?'],
      ['a risk that nobody knows is none', "['critical', 'high', 'unknown']", "['high', 'medium']"],
    ],
  ),
  ...mutationsOf(
    'lib/review/output/markdown.ts',
    [MARKDOWN],
    [
      ['what was left out is not said', 'if (rows === 0) return [];', 'if (rows >= 0) return [];'],
      [
        'rows that widen may be left out',
        'const droppedWidened = dropped.filter(({ isWidened }) => isWidened).length + cut.length;',
        'const droppedWidened = cut.length;',
      ],
      ['callers that are left out are nobody', ').length + cut.length;', ').length;'],
    ],
  ),
  ...mutationsOf(
    'lib/review/output/escape.ts',
    [MARKDOWN],
    [
      ['a fence is of one mark', "'`'.repeat(longest + 1)", "'`'"],
      ['a bar ends a cell', "codeSpan(text).replace(/\\|/g, '\\\\|')", 'codeSpan(text)'],
      ['mentions are heard', '.replace(/[@#]|', '.replace(/[#]|'],
    ],
  ),
  ...mutationsOf(
    'lib/review/lines.ts',
    [PLACES],
    [
      ['an escaped quote ends a text', "if (mark === '\\\\') this.at++;", "if (mark === '\\u0000') this.at++;"],
      ['lines are counted from 0', 'private line = 1;', 'private line = 0;'],
    ],
  ),
  ...mutationsOf(
    'lib/cli/commands/review.ts',
    [COMMAND],
    [
      ['settings are those of the head', 'const settings = settingsOf(flags, base);', 'const settings = settingsOf(flags, head);'],
      ['a plan is not read', 'withPlans(head.output, flags)', 'head.output'],
    ],
  ),
  ...mutationsOf(
    'lib/cli/synth-output.ts',
    [COMMAND],
    [['links are followed', '!lstatSync(join(folder, name)).isFile()', 'lstatSync(join(folder, name)).isDirectory()']],
  ),
];
