import { join } from 'node:path';
import { compiledFolder, inTemporaryFolder, mediansInTurns, megabytes, runNode, seconds } from './measure';
import type { Bench, Comparison } from './report';

const SERVERS = ['gateway', 'bare'] as const;

/** What the sandbox costs: calls through its gateway against a proxy that does nothing else, and its start against one synthesis. */
export const sandbox: Bench = {
  name: 'sandbox',
  run: (smoke) => ({
    title: 'sandbox: the embedded gateway, an openid-connect route and a valid token, 32 calls at once over kept connections',
    comparisons: [
      inTemporaryFolder((folder) => compareCalls(folder, smoke)),
      ...(smoke ? [4] : [1, 100, 1000]).flatMap((size) => inTemporaryFolder((folder) => compareStart(folder, size, smoke ? 1 : 3))),
    ],
    notes: [
      'both proxies speak TLS to the caller and HTTP to the same upstream; caller, proxy and upstream are a process each',
      'start: from the folder that was synthesized into to a sandbox that answers; memory is the largest of the whole process',
    ],
  }),
};

function synthesize(size: number, folder: string): Readonly<Record<'seconds' | 'megabytes', number>> {
  const [script, sample] = [join(compiledFolder(), 'bench/synth-child.js'), join(folder, 'unused.json')];
  // A client for each API where they are few; a fifth as many, each of which calls 25 APIs, where they are many.
  return JSON.parse(runNode([script, size < 100 ? 'ours' : 'with-clients', String(size), folder, sample])) as Record<
    'seconds' | 'megabytes',
    number
  >;
}

function compareCalls(folder: string, smoke: boolean): Comparison {
  synthesize(1, folder);
  const { gateway, bare } = mediansInTurns<(typeof SERVERS)[number], 'perSecond'>(smoke ? 1 : 5, SERVERS, (subject) => {
    const args = ['calls', subject, folder, smoke ? '0.2' : '4'];
    return JSON.parse(runNode([join(compiledFolder(), 'bench/sandbox-child.js'), ...args])) as { readonly perSecond: number };
  });
  const shown = (value: number): string => `${Math.round(value).toLocaleString('en')}/s`;
  return {
    what: 'calls, a bare proxy',
    ours: shown(gateway.perSecond),
    baseline: shown(bare.perSecond),
    ratio: bare.perSecond / gateway.perSecond,
    goal: 2,
  };
}

function compareStart(folder: string, size: number, rounds: number): readonly Comparison[] {
  synthesize(size, folder);
  const child = [join(compiledFolder(), 'bench/sandbox-child.js'), 'start', '', folder];
  const { ours, synth } = mediansInTurns<'ours' | 'synth', 'seconds' | 'megabytes'>(rounds, ['ours', 'synth'], (subject) =>
    subject === 'synth' ? synthesize(size, folder) : (JSON.parse(runNode(child)) as Record<'seconds' | 'megabytes', number>),
  );
  return [
    {
      what: `${size} APIs: start, its synth`,
      ours: seconds(ours.seconds),
      baseline: seconds(synth.seconds),
      ratio: ours.seconds / synth.seconds,
    },
    {
      what: `${size} APIs: peak memory`,
      ours: megabytes(ours.megabytes),
      baseline: megabytes(synth.megabytes),
      ratio: ours.megabytes / synth.megabytes,
    },
  ];
}
