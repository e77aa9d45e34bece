import { spawnSync } from 'node:child_process';
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { decide, gatewayOf, TokenIssuer, writeDocument } from '../lib';
import { parseRequest } from '../lib/access';
import { dev } from '../stacks/environments/dev';
import { organisation } from '../stacks/organisation';
import { compiledFolder, inTemporaryFolder, mediansInTurns, seconds } from './measure';
import type { Bench } from './report';
import { SAMPLE_IDS, sampleDocument } from './sample-document';

const SUBJECTS = ['ours', 'parsing'] as const;
type Subject = (typeof SUBJECTS)[number];

/** A log through the compiled command line, against a process that reads the same lines and parses each. All requests differ. */
export const replay: Bench = {
  name: 'replay',
  run: (smoke) => {
    const records = smoke ? 200 : 200_000;
    const { ours, parsing } = inTemporaryFolder((folder) => measure(folder, records, smoke ? 1 : 5));
    return {
      title: `replay: ${records} records of the sample organisation`,
      comparisons: [
        {
          what: 'replay, JSON.parse of the lines',
          ours: seconds(ours.seconds),
          baseline: seconds(parsing.seconds),
          ratio: ours.seconds / parsing.seconds,
          goal: 15,
        },
      ],
      notes: [`${Math.round(records / ours.seconds).toLocaleString('en')} records a second, process start included`],
    };
  },
};

function measure(folder: string, records: number, rounds: number): Readonly<Record<Subject, Readonly<Record<'seconds', number>>>> {
  const [log, config] = [join(folder, 'log.jsonl'), join(folder, 'kong.json')];
  writeFileSync(config, writeDocument(sampleDocument(), 'json'));
  writeLog(log, records);
  const programs: Readonly<Record<Subject, readonly string[]>> = {
    ours: [join(compiledFolder(), 'lib/cli/main.js'), 'replay', '--config', config],
    parsing: [join(compiledFolder(), 'bench/replay-child.js')],
  };
  return mediansInTurns<Subject, 'seconds'>(rounds, SUBJECTS, (subject) => ({ seconds: timed(programs[subject], log, String(records)) }));
}

function timed(args: readonly string[], log: string, expected: string): number {
  const input = openSync(log, 'r');
  const start = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', stdio: [input, 'pipe', 'pipe'] });
  const taken = Number(process.hrtime.bigint() - start) / 1e9;
  closeSync(input);
  if (status !== 0 || !stdout.startsWith(expected)) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stdout}${stderr}`);
  return taken;
}

/** Calls of an application, let in and refused, as the gateway decides them. */
function writeLog(path: string, records: number): void {
  const now = 1_800_000_000;
  const issuer = new TokenIssuer(organisation, dev, { bindings: SAMPLE_IDS, now });
  const gateway = gatewayOf(sampleDocument(), { flavor: dev.gateway.flavor, version: dev.gateway.version });
  const [own, other] = ['orders', 'invoices'].map((api) => issuer.issue({ caller: 'erp-sync', api }));
  // Of ten calls seven are let in, one has a token for another API, one none, and one is at the host for people.
  const callers = [own, own, own, own, own, own, own, own, other, undefined];
  const { applicationCalls: calls } = dev.gateway;
  const hosts = [...(calls?.by === 'host' ? (calls.hosts['public'] ?? []) : []), ...(dev.hosts['public'] ?? [])];
  const file = openSync(path, 'w');
  for (let at = 0; at < records; at++) {
    const token = callers[at % callers.length];
    const host = hosts[at % callers.length === 0 ? 1 : 0];
    const claims = token !== undefined && 'claims' in token ? token.claims : null;
    const sent = {
      method: 'GET',
      url: `https://${host}/orders/${at}`,
      headers: { accept: 'application/json', 'user-agent': 'client/1.0' },
    };
    const request = parseRequest(`GET ${sent.url}`, Object.entries(sent.headers));
    if (typeof request === 'string') throw new Error(request);
    const { route, statuses } = decide(gateway, { request, token: claims && { claims }, now });
    writeSync(file, `${JSON.stringify({ time: now, request: sent, claims, route, status: statuses[0] })}\n`);
  }
  closeSync(file);
}
