import { fileProblem, type Io } from '../io';
import { type Command } from '../usage';
import { SANDBOX_FLAGS, sandboxOptions } from './sandbox';

export const sandboxCheck: Command & { readonly run: (flags: Readonly<Record<string, string>>, io: Io) => Promise<number> } = {
  words: ['sandbox', 'check'],
  describes:
    'Calls every route as every caller through an embedded Entra and gateway, tries forged tokens and other requests, and compares with what is predicted.',
  flags: SANDBOX_FLAGS,
  run: async (flags, io) => {
    const { agreementText, compareAll, fiveSteps, probeAll, probesText, startSandbox } = await import('../../sandbox/index.js');
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
      const example = calls.find(({ reached, token, person }) => reached && token === 'a token' && person === undefined);
      if (example !== undefined) {
        const [method = 'GET', place = ''] = example.request.split(' ');
        const at = place.indexOf('/');
        const token = await sandbox.token({ client: example.caller, api: example.api });
        const answer = await sandbox.call({ method, host: place.slice(0, at), path: place.slice(at), token: token.accessToken });
        io.out(
          fiveSteps(
            example.caller,
            example.api,
            token,
            example.request,
            answer,
            sandbox.gateway.log.all().find(({ id }) => id === answer.observed?.id),
          ),
        );
      }
      return [...calls, ...probes].some(({ disagreements }) => disagreements.length > 0) ? 1 : 0;
    } finally {
      await sandbox.close();
    }
  },
};

/** Calls between two tellings of how far it is. */
const PROGRESS = 250;
