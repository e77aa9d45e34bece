import { spawn, type ChildProcess } from 'node:child_process';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { startSandbox } from '../lib/sandbox';
import { apiKey } from './definition';
import { type Served } from './sandbox-server';

/** Calls that are under way at once. */
export const CONCURRENCY = 32;

const children: ChildProcess[] = [];

/** Starts a server in a process of its own, and waits until it listens. */
function server(...args: readonly string[]): Promise<Served> {
  const child = spawn(process.execPath, [join(__dirname, 'sandbox-server.js'), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      reject(new Error(`${args.join(' ')} ended with ${String(code)}`));
    });
    child.stdout.once('data', (line: Buffer) => {
      resolve(JSON.parse(line.toString()) as Served);
    });
  });
}

/** Calls answered in a second, once the engine has compiled what it runs. */
async function callsPerSecond(subject: string, synthDir: string, forSeconds: number): Promise<number> {
  const { port: upstream } = await server('upstream');
  const { port, ca, token } = await server(subject, `http://127.0.0.1:${String(upstream)}`, synthDir);
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY, ca, servername: 'api.example.com' });
  const headers = { host: 'api.example.com', ...(token !== undefined && { authorization: `Bearer ${token}` }) };
  const call = (at: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, path: `/${apiKey(0)}/items-0/${String(at)}`, headers, agent }, (answered) => {
        if (answered.statusCode !== 200) reject(new Error(`${subject} answers ${String(answered.statusCode)}`));
        answered.resume().once('end', resolve);
      });
      asked.once('error', reject);
      asked.end();
    });
  let count = 0;
  const during = async (seconds: number): Promise<number> => {
    const [before, start] = [count, performance.now()];
    const until = start + seconds * 1000;
    const one = async (): Promise<void> => {
      while (performance.now() < until) await call(count++);
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, one));
    return ((count - before) / (performance.now() - start)) * 1000;
  };
  await during(forSeconds / 2);
  const perSecond = await during(forSeconds);
  agent.destroy();
  return perSecond;
}

async function main(): Promise<void> {
  const [what = '', subject = '', synthDir = '', forSeconds = '1'] = process.argv.slice(2);
  if (what === 'calls') {
    const perSecond = await callsPerSecond(subject, synthDir, Number(forSeconds));
    for (const child of children) child.stdin?.end();
    process.stdout.write(JSON.stringify({ perSecond }));
    return;
  }
  const start = performance.now();
  const sandbox = await startSandbox({ synthDir });
  const seconds = (performance.now() - start) / 1000;
  await sandbox.close();
  process.stdout.write(JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1024 }));
}

void main();
