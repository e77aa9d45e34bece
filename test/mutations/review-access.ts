import { mutationsOf, type Mutation } from './mutation';

const OWN = 'test/review/access.test.ts';
const COMPARE = 'test/review/compare.test.ts';
const GOLDEN = 'test/review/golden.test.ts';

/** Flips in who is said to gain or lose access. */
export const REVIEW_ACCESS: readonly Mutation[] = [
  ...mutationsOf(
    'lib/review/access/side-access.ts',
    [OWN, COMPARE, GOLDEN],
    [
      ['any token lets nobody in', 'if (any !== false) return [', "if (any !== false && tenant === '') return ["],
      [
        'no other tenant gets in',
        'answers.some((answer) => answer !== false) ?',
        'answers.every((answer) => answer === false && isHome) ?',
      ],
      ['a token for an API of elsewhere lets nobody in', 'AS.filter((as) => outside.some(', 'AS.filter((as) => outside.slice(1).some('],
      ['other tenants are one', 'people: [tenant ?? issuer] };', 'people: [] };'],
      [
        'people who consent by themselves are left out',
        "if (consents && as === 'application') return [];",
        'if (consents && as.length > 0) return [];',
      ],
      ['scopes of several clients count together', 'return isOpen ? entries :', 'return isOpen || entries.length > 0 ? entries :'],
    ],
  ),
  ...mutationsOf(
    'lib/review/access/compare.ts',
    [OWN, COMPARE, GOLDEN],
    [
      [
        'who has a token of the tenant stands for other tenants',
        'isForeign ? isSameTenant(wide, narrow) :',
        'isForeign ? isSameTenant(wide, wide) :',
      ],
      ['one of several groups is enough', 'wide.people.every(', 'wide.people.some('],
    ],
  ),
  ...mutationsOf(
    'lib/review/access/networks.ts',
    [OWN, COMPARE, GOLDEN],
    [
      ['addresses that one of both lets in count for nothing', 'opens: was !== undefined &&', 'opens: was === undefined &&'],
      ['addresses that one of both let in are not missed', 'closes: was !== undefined &&', 'closes: was === undefined &&'],
    ],
  ),
  ...mutationsOf(
    'lib/access/addresses.ts',
    ['test/access/addresses.test.ts', OWN],
    [
      ['a network ends where it begins', 'first + size] as const]', 'first + 1n] as const]'],
      ['who is not limited is let in by nobody', 'if (config === undefined) return true;', 'if (config === undefined) return false;'],
    ],
  ),
  ...mutationsOf(
    'lib/review/access/regions.ts',
    [OWN, COMPARE, GOLDEN],
    [
      [
        'requests that a route gives to another are left out',
        'const near = index.near(was).flatMap',
        'const near = index.near(was).slice(0, 0).flatMap',
      ],
      ['paths of another engine are read as they are', 'isPcre(base) !== isPcre(head)', 'isPcre(base) && isPcre(head)'],
    ],
  ),
  ...mutationsOf(
    'lib/review/access/changes.ts',
    [OWN, COMPARE, GOLDEN],
    [
      [
        'which scopes a client holds is not looked at',
        '=> [client, values, scopeIds]',
        '=> [client, values.length > 99, scopeIds.length > 99]',
      ],
      ['which role somebody holds is not looked at', '=> [holder, roleId]', '=> [holder, roleId.length]'],
      [
        'whether assignment is required is not looked at',
        'servicePrincipal?.requiresAssignment, optionalClaims',
        'servicePrincipal === undefined, optionalClaims',
      ],
      [
        'what the plugins of a route are told is not looked at',
        'plugins(was) !== plugins(now) || was',
        'plugins(was) !== plugins(now) && was',
      ],
    ],
  ),
  ...mutationsOf(
    'lib/review/side/recovered.ts',
    [OWN, COMPARE, GOLDEN],
    [['who nobody made is no application', "isApplication || mayBe(role, roleId, 'Application')", 'isApplication']],
  ),
  ...mutationsOf(
    'lib/review/side/side-gateway.ts',
    [OWN, COMPARE, GOLDEN],
    [['a token in the query is left out', "PLACES = ['query', 'body', 'cookie']", "PLACES = ['body']"]],
  ),
  ...mutationsOf(
    'lib/review/side/guards.ts',
    [OWN, COMPARE, GOLDEN],
    [
      [
        'the roles an API of anybody’s can give are left out',
        "[...of('openid-connect', 'roles_required'), ...of('acl', 'allow')]",
        "of('acl', 'allow')",
      ],
    ],
  ),
  ...mutationsOf(
    'lib/review/rows/access-rows.ts',
    [OWN, COMPARE, GOLDEN],
    [
      [
        'the second route that somebody loses is left out',
        'else same.changes.push(change);',
        "else if (change.direction !== 'lost') same.changes.push(change);",
      ],
      ['the second caller of a route is left out', 'else same.push(group);', 'else if (group.changes.length > 1) same.push(group);'],
    ],
  ),
];
