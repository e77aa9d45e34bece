import { object } from '../../model';
import { tokenAnswer, type ConsoleAnswer } from './answers';
import { readLog } from './call-log';
import { makeCall } from './calls';
import { changeClock, changeKeys, changeSecret, readState, resetLimits } from './controls';
import { type Desk } from './desk';
import { changeGrant } from './grants';
import { readInput } from './input';
import { readOverview } from './overview';
import { getToken, keptHandle } from './tokens';

/** What is done at a place, with the input that came there. @throws DefinitionError with everything that is wrong with the input */
type Endpoint = (body: unknown, desk: Desk) => Promise<ConsoleAnswer | { readonly content: unknown }>;

function shown(run: (body: unknown, desk: Desk) => unknown): Endpoint {
  return async (body, desk) => ({ content: await run(body, desk) });
}

/** Everything that the page asks for or changes. Each is a POST of JSON with the secret of the run. */
export const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  '/api/overview': shown(readOverview),
  '/api/state': shown(readState),
  '/api/token': shown(getToken),
  '/api/token/show': (body, { tokens }) => {
    const { handle } = readInput<{ readonly handle: string }>(body, object({ handle: keptHandle(tokens) }));
    return Promise.resolve(tokenAnswer(tokens.find(handle)?.accessToken ?? ''));
  },
  '/api/call': shown(makeCall),
  '/api/log': shown(readLog),
  '/api/metrics': shown((body, { sandbox }) => {
    readInput(body, object({}));
    return { lines: sandbox.gateway.metrics.text().split('\n') };
  }),
  '/api/keys': shown(changeKeys),
  '/api/clock': shown(changeClock),
  '/api/grants': shown(changeGrant),
  '/api/secrets': shown(changeSecret),
  '/api/limits': shown(resetLimits),
};
