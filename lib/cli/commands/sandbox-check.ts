import { type ComparedCall, type Sandbox } from '../../sandbox';
import { interruptible } from '../interruption';
import { fileProblem, type Io } from '../io';
import { type Command } from '../usage';
import { SANDBOX_FLAGS, sandboxOptions, tellNotMade } from './sandbox';

export const sandboxCheck: Command & { readonly run: (flags: Readonly<Record<string, string>>, io: Io) => Promise<number> } = {
  words: ['sandbox', 'check'],
  describes:
    'Calls every route as every caller through an embedded Entra and gateway, tries forged tokens and other requests, and compares with what is predicted.',
  flags: SANDBOX_FLAGS,
  run: async (flags, io) => {
    return interruptible((signal) => checked(flags, io, signal));
  },
};

async function checked(flags: Readonly<Record<string, string>>, io: Io, signal: AbortSignal): Promise<number> {
  const { agreementText, compareAll, probeAll, probesText, startSandbox, verdictText } = await import('../../sandbox/index.js');
  if (flags['terraform'] === 'yes') io.talk('terraform applies the stacks\n');
  const sandbox = await startSandbox({ ...sandboxOptions(flags), signal });
  const progress = (done: number, all: number, what: string): void => {
    signal.throwIfAborted();
    if (done % PROGRESS === 0 || done === all) io.talk(`${String(done)} of ${String(all)} ${what}\n`);
  };
  try {
    const { name } = sandbox.deployment;
    io.talk(`embedded Entra and embedded gateway, not Kong: ${name} on ${sandbox.urls.gateway}\n`);
    tellNotMade(sandbox, io);
    const calls = await compareAll(sandbox, {
      onCall: (_call, done, all) => {
        progress(done, all, 'calls');
      },
    });
    if (calls.length === 0) throw fileProblem(name, 'has no route that anybody could call', 'declare one', 'SANDBOX_INPUT');
    io.out(`embedded gateway, not Kong: ${name}\n\n${agreementText(calls)}\n`);
    const probes = await probeAll(sandbox, {
      onProbe: (done, all) => {
        progress(done, all, 'further steps');
      },
    });
    io.out(`${probesText(probes)}\n`);
    io.out(`${await traceOf(sandbox, calls)}\n`);
    io.out(verdictText(calls, probes));
    return [...calls, ...probes].some(({ disagreements }) => disagreements.length > 0) ? 1 : 0;
  } finally {
    await sandbox.close();
  }
}

/** One call once more, step by step: one that disagrees, else one that was let in, of a client for itself before one for a person. */
async function traceOf(sandbox: Sandbox, calls: readonly ComparedCall[]): Promise<string> {
  const { fiveSteps, TokenRefused } = await import('../../sandbox/index.js');
  const withToken = calls.filter(({ token, isTokenNeeded }) => token === 'a token' && isTokenNeeded);
  const letIn = withToken.filter(({ reached }) => reached);
  const isWrong = ({ disagreements }: ComparedCall): boolean => disagreements.length > 0;
  const example = withToken.find(isWrong) ?? calls.find(isWrong) ?? letIn.find(({ person }) => person === undefined) ?? letIn[0];
  if (example === undefined) return 'no call to trace: nobody gets in by a token\n';
  const { asks, sent } = example;
  const token = await sandbox.token(asks).catch((error: unknown) => {
    if (error instanceof TokenRefused) return error;
    throw error;
  });
  sandbox.gateway.resetLimits();
  const answer = await sandbox.call({ ...sent, ...(!(token instanceof TokenRefused) && { token: token.accessToken }) });
  const logged = sandbox.gateway.log.all().find(({ id }) => id === answer.observed?.id);
  return fiveSteps({ asks, token, sent, answer, logged, metrics: sandbox.gateway.metrics.text() });
}

/** Calls between two tellings of how far it is. */
const PROGRESS = 250;
