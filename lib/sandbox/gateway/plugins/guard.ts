import { readGuard } from '../../../kong';
import { message } from '../exchange';
import { problem } from '../fields';
import { type PluginKind } from './factory';

/**
 * The function in Lua that takes from a caller what only the gateway may say. It is not run: the text is compared with the one that this
 * project renders, and what it says is done here.
 */
export const guard: PluginKind = {
  problems: (where, config) => {
    const { access, ...others } = config;
    const isEmpty = Object.values(others).every((value) => value === null || (Array.isArray(value) && value.length === 0));
    const [text, ...more] = Array.isArray(access) ? (access as readonly unknown[]) : [];
    const isKnown = typeof text === 'string' && more.length === 0 && readGuard(text) !== undefined;
    return isEmpty && isKnown ? [] : [problem(where, 'has a function in Lua other than the one that kong-entra renders; none is run')];
  },
  create: (config) => {
    const [text] = config['access'] as readonly [string];
    const read = readGuard(text);
    if (read === undefined) throw new Error('a guard was not read');
    const { own, mostHeaders, tooMany, hopByHop } = read;
    return {
      name: 'pre-function',
      access: ({ headers, checks }) => {
        const all = headers.items();
        if (all.length > mostHeaders) {
          checks.push({
            by: 'pre-function',
            what: 'number of headers',
            expected: `at most ${String(mostHeaders)}`,
            found: String(all.length),
            field: 'access',
            outcome: 'fail',
          });
          return message(tooMany, 'Too many headers');
        }
        const named = headers.values('connection').flatMap((value) => value.toLowerCase().split(/[\s,]+/));
        const claimed = named.find((name) => own.has(name.replaceAll('_', '-')));
        if (claimed !== undefined) {
          checks.push({
            by: 'pre-function',
            what: 'Connection',
            outcome: 'fail',
            expected: 'none of the gateway’s own headers',
            found: claimed,
            field: 'access',
          });
          return message(hopByHop, 'Bad request');
        }
        for (const [, , folded] of all) {
          const isSpelt = folded.includes('_');
          const dashed = isSpelt ? folded.replaceAll('_', '-') : folded;
          if (own.has(dashed) || (isSpelt && TOKEN_HEADERS.includes(dashed))) headers.remove(folded);
        }
        return undefined;
      },
    };
  },
};

const TOKEN_HEADERS = ['access-token', 'authorization', 'x-access-token'];
