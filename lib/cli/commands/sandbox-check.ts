import { type ComparedCall, type Sandbox } from '../../sandbox';
import { fileProblem, type Io } from '../io';
import { type Command } from '../usage';
import { SANDBOX_FLAGS, sandboxOptions } from './sandbox';

export const sandboxCheck: Command & { readonly run: (flags: Readonly<Record<string, string>>, io: Io) => Promise<number> } = {
  words: ['sandbox', 'check'],
  describes:
    'Calls every route as every caller through an embedded Entra and gateway, tries forged tokens and other requests, and compares with what is predicted.',
  flags: SANDBOX_FLAGS,
  run: async (flags, io) => {
    const { agreementText, compareAll, probeAll, probesText, startSandbox, verdictText } = await import('../../sandbox/index.js');
    const sandbox = await startSandbox(sandboxOptions(flags));
    try {
      io.talk(`embedded Entra and embedded gateway, not Kong: ${sandbox.deployment.name} on ${sandbox.urls.gateway}\n`);
      const calls = await compareAll(sandbox, {
        onCall: (_call, done, all) => {
          if (done % PROGRESS === 0 || done === all) io.talk(`${String(done)} of ${String(all)} calls\n`);
        },
      });
      if (calls.length === 0)
        throw fileProblem(sandbox.deployment.name, 'has no route that anybody could call', 'declare one', 'SANDBOX_INPUT');
      io.out(`embedded gateway, not Kong: ${sandbox.deployment.name}\n\n${agreementText(calls)}\n`);
      const probes = await probeAll(sandbox, {
        onProbe: (done, all) => {
          if (done % PROGRESS === 0 || done === all) io.talk(`${String(done)} of ${String(all)} further steps\n`);
        },
      });
      io.out(`${probesText(probes)}\n`);
      io.out(`${await traceOf(sandbox, calls)}\n`);
      io.out(verdictText(calls, probes));
      return [...calls, ...probes].some(({ disagreements }) => disagreements.length > 0) ? 1 : 0;
    } finally {
      await sandbox.close();
    }
  },
};

/** One call once more, step by step: one that disagrees, else one that was let in, of a client for itself before one for a person. */
async function traceOf(sandbox: Sandbox, calls: readonly ComparedCall[]): Promise<string> {
  const { fiveSteps } = await import('../../sandbox/index.js');
  const withToken = calls.filter(({ token, isTokenNeeded }) => token === 'a token' && isTokenNeeded);
  const letIn = withToken.filter(({ reached }) => reached);
  const wrong = withToken.find(({ disagreements }) => disagreements.length > 0);
  const example = wrong ?? letIn.find(({ person }) => person === undefined) ?? letIn[0];
  if (example === undefined) return 'no call to trace: nobody gets in by a token\n';
  const { asks, sent } = example;
  const token = await sandbox.token(asks);
  sandbox.gateway.resetLimits();
  const answer = await sandbox.call({ ...sent, token: token.accessToken });
  const logged = sandbox.gateway.log.all().find(({ id }) => id === answer.observed?.id);
  return fiveSteps({ asks, token, sent, answer, logged, metrics: sandbox.gateway.metrics.text() });
}

/** Calls between two tellings of how far it is. */
const PROGRESS = 250;
