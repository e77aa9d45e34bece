import { request as requestPlain } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { entrancesOf, type Entrance } from '../../lib/access';
import { TokenRefused, type Sandbox } from '../../lib/sandbox';
import { callersOf, personOf, type AttemptCaller } from '../../lib/sandbox/agreement/attempts';
import { Prediction } from '../../lib/sandbox/agreement/prediction';

/** Where a gateway is, that is configured and called over HTTP alone. */
export interface KongAddresses {
  /** Origin of the Admin API, such as `http://127.0.0.1:8001`. */
  readonly admin: string;
  /** Origin of the proxy, over TLS, such as `https://127.0.0.1:8443`. */
  readonly proxy: string;
}

interface Heard {
  readonly status: number;
  readonly body: string;
}

function send(origin: string, method: string, path: string, headers: Readonly<Record<string, string>>, body?: string): Promise<Heard> {
  const { protocol, hostname, port } = new URL(origin);
  const servername = (headers['host'] ?? hostname).replace(/:\d+$/, '');
  // The certificate is the gateway's own: what is proven here is who gets in, not who answers.
  const options = { hostname, port, method, path, headers, servername, rejectUnauthorized: false };
  return new Promise((resolve, reject) => {
    const asked = (protocol === 'https:' ? requestSecurely : requestPlain)(options, (answered) => {
      const pieces: Buffer[] = [];
      answered.on('data', (piece: Buffer) => pieces.push(piece));
      answered.once('end', () => {
        resolve({ status: answered.statusCode ?? 0, body: Buffer.concat(pieces).toString() });
      });
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

/** Loads a file into a gateway without a database, in place of all that it had. @throws Error with the gateway's words */
export async function loadInto({ admin }: KongAddresses, file: string): Promise<void> {
  const body = JSON.stringify({ config: file });
  const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
  const { status, body: said } = await send(admin, 'POST', '/config', headers, body);
  if (status !== 201) throw new Error(`POST /config answers ${String(status)}: ${said.slice(0, 2_000)}`);
}

/** From where the calls come: nobody else's address can be had over a real network. */
const HERE = '127.0.0.1';

/** Calls each route as each caller, with tokens of the sandbox's Entra; gives what was not as predicted, and how many calls there were. */
export async function runMatrix(
  { proxy }: KongAddresses,
  sandbox: Sandbox,
  before: () => void = () => undefined,
): Promise<{ readonly wrong: readonly string[]; readonly calls: number; readonly letIn: number }> {
  const { model, environment } = sandbox.deployment.access;
  const prediction = new Prediction({ model, environment }, sandbox.clientIds, sandbox.clock.seconds());
  const wrong: string[] = [];
  let [calls, letIn] = [0, 0];
  for (const caller of callersOf(model)) {
    for (const entrance of entrancesOf(model, environment, prediction.gateway)) {
      before();
      const token = await tokenOf(sandbox, caller, entrance);
      const { method, host, path } = entrance.request;
      const headers = { host: host ?? '', ...(token !== undefined && { authorization: `Bearer ${token}` }) };
      const { status } = await send(proxy, method, path, headers);
      const { decision } = prediction.of({ ...caller, entrance: { ...entrance, clientIp: HERE } });
      const isRefused = [401, 403, 404, 429].includes(status);
      calls += 1;
      if (!isRefused) letIn += 1;
      const isRight = decision.allowed === true ? !isRefused : decision.allowed === 'unknown' || decision.statuses.includes(status);
      if (!isRight)
        wrong.push(
          `${caller.caller} for ${personOf(caller) ?? 'itself'}, ${method} ${host ?? ''}${path}: ${String(status)}, predicted ${decision.statuses.join(' or ')}`,
        );
    }
  }
  return { wrong, calls, letIn };
}

async function tokenOf(sandbox: Sandbox, { caller, as, principals }: AttemptCaller, { route }: Entrance): Promise<string | undefined> {
  const [name] = principals.filter(({ kind }) => kind === 'person').map((one) => one.name);
  const groups = principals.filter(({ kind }) => kind === 'group').map((one) => one.name);
  const person = as === 'person' ? { person: { groups, ...(name !== undefined && { name }) } } : {};
  try {
    return (await sandbox.token({ client: caller, api: route.api, ...person })).accessToken;
  } catch (error) {
    if (error instanceof TokenRefused) return undefined;
    throw error;
  }
}
