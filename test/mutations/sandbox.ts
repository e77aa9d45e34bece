import { mutationsOf, type Mutation } from './mutation';

const FORGED = 'test/sandbox/forged.test.ts';

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
];
