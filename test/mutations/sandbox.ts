import { mutationsOf, type Mutation } from './mutation';

const GUARD = 'test/sandbox/console/guard.test.ts';
const CONTROLS = 'test/sandbox/console/controls.test.ts';
const FORGED = 'test/sandbox/forged.test.ts';

/** Flips in what keeps the console for its user, and in what the embedded halves decide by. */
export const SANDBOX: readonly Mutation[] = [
  ...mutationsOf(
    'lib/sandbox/console/guard.ts',
    [GUARD],
    [
      ['any secret will do', 'isSame(authorization, `Bearer ${secret}`)', 'isSame(authorization, authorization)'],
      ['any name is the console’s', 'NAMES.some((name) => host === `${name}:${String(port)}`)', 'NAMES.length > 0'],
      [
        'any page may ask',
        "valuesOf(request, 'origin').some((one) => one !== origin)",
        "valuesOf(request, 'origin').some((one) => one === '')",
      ],
      ['other ports of this machine are the console', "['none', 'same-origin']", "['none', 'same-origin', 'same-site']"],
      ['other sites are the console', "['none', 'same-origin']", "['none', 'same-origin', 'cross-site']"],
      ['forms change things', "!/^application\\/json(?:; ?charset=utf-8)?$/i.test(type ?? '')", "type === 'x'"],
      ['any method changes things', 'if (method !== allow) return', "if (method === '') return"],
    ],
  ),
  ...mutationsOf(
    'lib/sandbox/console/answers.ts',
    [CONTROLS],
    [['tokens stand in every answer', 'visible(withoutTokens(value))', 'visible(value)']],
  ),
  ...mutationsOf(
    'lib/sandbox/console/grants.ts',
    [CONTROLS],
    [
      [
        'what is revoked stays',
        "if (held.kind === 'role') sandbox.home.grants.unassign(id);",
        "if (held.kind === 'role') sandbox.home.grants.assignment(id);",
      ],
    ],
  ),
  ...mutationsOf(
    'lib/sandbox/gateway/plugins/openid-connect.ts',
    [FORGED],
    [
      ['any issuer will do', "typeof iss === 'string' && issuers.includes(iss)", "typeof iss === 'string'"],
      ['tokens never end', "typeof exp === 'number' && exp + leeway > seconds", "typeof exp === 'number'"],
      ['tokens begin before their time', "typeof nbf === 'number' && nbf - leeway <= seconds", "typeof nbf === 'number'"],
    ],
  ),
  ...mutationsOf(
    'lib/sandbox/gateway/plugins/openid-connect.ts',
    [CONTROLS],
    [['one word of several will do', 'wordsOf(item).every(', 'wordsOf(item).some(']],
  ),
];
