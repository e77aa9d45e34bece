import { DefinitionError } from '../../errors';
import { object, optional } from '../../model';
import { type Sandbox } from '../sandbox';
import { type Desk } from './desk';
import { shownGrants, type GrantShown } from './grants';
import { oneOf, readInput, wholeNumber } from './input';

/** What can be changed, as it is now. */
export interface StateShown {
  readonly keys: readonly { readonly kid: string; readonly is: 'signs' | 'announced' | 'verifies' }[];
  /** By how much the clock of everything is ahead of the machine's, and Entra's of that. */
  readonly clock: { readonly at: string; readonly aheadSeconds: number; readonly entraAheadSeconds: number };
  readonly grants: readonly GrantShown[];
  readonly secrets: readonly { readonly client: string; readonly is: 'none yet' | 'not valid yet' | 'valid' | 'expired' }[];
}

export function readState(body: unknown, desk: Desk): StateShown {
  readInput(body, object({}));
  const { sandbox } = desk;
  const { clock, entra } = sandbox;
  return {
    keys: shownKeys(sandbox),
    clock: { at: clock.text(), aheadSeconds: aheadSeconds(sandbox), entraAheadSeconds: entra.settings.offsetSeconds },
    grants: shownGrants(desk),
    secrets: shownSecrets(desk),
  };
}

function shownKeys({ entra }: Sandbox): StateShown['keys'] {
  const all = entra.keys.keySet().keys.map(({ kid = '' }) => kid);
  const signing = all.indexOf(entra.keys.kid);
  return all.map((kid, at) => ({ kid, is: at === signing ? 'signs' : at > signing ? 'announced' : 'verifies' }));
}

function shownSecrets({ sandbox, parties }: Desk): StateShown['secrets'] {
  const { home, clock } = sandbox;
  return parties.callers
    .filter((one) => one.usesSecret)
    .map(({ key: client }) => {
      const { appId = '' } = sandbox.find(client) ?? {};
      const all = home.credentials.secretsOf(appId).map(({ startDateTime, endDateTime }) => {
        const now = clock.now();
        return Date.parse(endDateTime) <= now ? 'expired' : Date.parse(startDateTime) > now ? 'not valid yet' : 'valid';
      });
      return { client, is: (['valid', 'not valid yet', 'expired'] as const).find((one) => all.includes(one)) ?? 'none yet' };
    });
}

/** Something done, in words. */
export interface Done {
  readonly said: string;
}

const KEYS = {
  announce: async ({ entra }: Sandbox) => {
    await entra.keys.announce();
    return 'A further key is published. Nothing is signed with it yet.';
  },
  'roll over': ({ entra }: Sandbox) => {
    const before = entra.keys.kid;
    entra.keys.rollOver();
    return Promise.resolve(
      before === entra.keys.kid
        ? 'The newest key signs already: announce another one first.'
        : 'The newest key signs from now on. The ones before still verify.',
    );
  },
  'replace all': async ({ entra }: Sandbox) => {
    await entra.keys.replaceAll();
    return 'All keys are replaced. What the old ones signed cannot be verified any more, once the gateway looks again for the keys.';
  },
  'forget at the gateway': ({ gateway }: Sandbox) => {
    gateway.forgetKeys();
    return Promise.resolve('The gateway has forgotten the keys it kept, as after a restart, and asks Entra with the next call.');
  },
} as const;

/** Changes the keys that sign tokens, or what the gateway keeps of them. */
export async function changeKeys(body: unknown, { sandbox }: Desk): Promise<Done> {
  const { action } = readInput<{ readonly action: keyof typeof KEYS }>(body, object({ action: oneOf(Object.keys(KEYS)) }));
  return { said: await KEYS[action](sandbox) };
}

/** As far as clocks may be put forward or back. */
const MOST_SECONDS = 30 * 86_400;

/** Puts the clock of everything forward or back, or says by how much Entra's is ahead of the gateway's. */
export function changeClock(body: unknown, { sandbox }: Desk): Done {
  const seconds = optional(wholeNumber(-MOST_SECONDS, MOST_SECONDS));
  const input = readInput<{ readonly advanceSeconds?: number; readonly entraAheadSeconds?: number }>(
    body,
    object({ advanceSeconds: seconds, entraAheadSeconds: seconds }),
  );
  const { advanceSeconds, entraAheadSeconds } = input;
  if (advanceSeconds === undefined && entraAheadSeconds === undefined)
    throw wrong('body', 'changes no clock', 'give advanceSeconds, entraAheadSeconds or both');
  const ahead = aheadSeconds(sandbox) + (advanceSeconds ?? 0);
  if (Math.abs(ahead) > MOST_SECONDS)
    throw wrong(
      'body.advanceSeconds',
      `would put the clock ${String(ahead)} s from the machine’s`,
      `stay within ${String(MOST_SECONDS)} s`,
    );
  if (advanceSeconds !== undefined) sandbox.clock.advance(advanceSeconds);
  if (entraAheadSeconds !== undefined) sandbox.entra.settings.offsetSeconds = entraAheadSeconds;
  return {
    said: [
      ...(advanceSeconds === undefined ? [] : [`The clock of everything is ${distance(ahead)} the machine’s.`]),
      ...(entraAheadSeconds === undefined
        ? []
        : [`Entra’s clock is ${distance(entraAheadSeconds)} the gateway’s, for tokens from now on.`]),
    ].join(' '),
  };
}

/** Lets the secret of a client end, or gives it a new one. */
export function changeSecret(body: unknown, { sandbox, parties }: Desk): Done {
  const clients = parties.callers.filter((one) => one.usesSecret).map(({ key }) => key);
  const { client, action } = readInput<{ readonly client: string; readonly action: 'expire' | 'renew' }>(
    body,
    object({ client: oneOf(clients), action: oneOf(['expire', 'renew']) }),
  );
  if (action === 'expire') sandbox.expireSecret(client);
  else sandbox.renewSecret(client);
  return {
    said:
      action === 'expire'
        ? `The secret of ${client} has ended: Entra refuses its next request for a token. Tokens that it has go on.`
        : `${client} has a new secret.`,
  };
}

/** Starts the counts of rate limits anew. */
export function resetLimits(body: unknown, { sandbox }: Desk): Done {
  readInput(body, object({}));
  sandbox.gateway.resetLimits();
  return { said: 'All counts of calls start anew.' };
}

function aheadSeconds({ clock }: Sandbox): number {
  return Math.round((clock.now() - Date.now()) / 1000);
}

function distance(seconds: number): string {
  return seconds === 0 ? 'the same as' : `${String(Math.abs(seconds))} s ${seconds > 0 ? 'ahead of' : 'behind'}`;
}

function wrong(where: string, what: string, fix: string): DefinitionError {
  return new DefinitionError([{ where, what, fix, code: 'CONSOLE_INPUT' }]);
}
