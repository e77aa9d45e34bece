import { mutationsOf, type Mutation } from './mutation';

const FORGED = 'test/sandbox/forged.test.ts';
const LOST = 'test/sandbox/lost.test.ts';
const INPUTS = 'test/sandbox/inputs.test.ts';

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
  ...mutationsOf(
    'lib/sandbox/agreement/probe-requests.ts',
    [LOST],
    [
      ['what the file lost is not asked for', '[...served, ...prediction.gateway.routes]', '[...served]'],
      ['each header has one value', '    ...otherHeaders(routes, request),\n', ''],
    ],
  ),
  ...mutationsOf(
    'lib/sandbox/call.ts',
    [LOST],
    [['a host of nobody is no host', "this.ports.names.includes(called) ? called : 'localhost'", 'called']],
  ),
  ...mutationsOf(
    'lib/sandbox/directory/clock.ts',
    [INPUTS],
    [['the clock goes anywhere', 'if (!(then >= 0 && then < END_OF_TIME_MS))', 'if (then === END_OF_TIME_MS)']],
  ),
];
