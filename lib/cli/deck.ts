import { spawnSync } from 'node:child_process';
import { fileProblem, type Io, reason } from './io';

/** Longest report of decK that is read: the longest text there can be. */
const REPORT_BYTES = 512 * 1024 * 1024;

/** Runs decK. Its report goes to stderr as it comes, however long it is. */
export function deck(args: readonly string[], io: Io): void {
  const done = spawnSync('deck', args, { env: { ...io.environment }, stdio: ['ignore', 2, 2] });
  checkEnded(done, args);
}

/** What decK prints; `document` is what it reads from its standard input. */
export function deckReport(args: readonly string[], io: Io, document = ''): string {
  const environment = { ...io.environment, NO_COLOR: '1', DECK_NO_COLOR: 'true' };
  const done = spawnSync('deck', args, { env: environment, input: document, stdio: ['pipe', 'pipe', 2], maxBuffer: REPORT_BYTES });
  checkEnded(done, args);
  return done.stdout.toString('utf8');
}

function checkEnded(done: ReturnType<typeof spawnSync>, args: readonly string[]): void {
  const where = `deck ${args.join(' ')}`;
  if (done.error !== undefined && reason(done.error) === 'ENOENT') {
    throw fileProblem(
      'deck',
      'cannot be started',
      'install decK 1.40 or later where the deployment runs, and put it on the PATH',
      'DECK_MISSING',
    );
  }
  // A decK that fails before it has read its input is told by its exit code.
  if (done.error !== undefined && !(reason(done.error) === 'EPIPE' && done.status !== 0))
    throw fileProblem(where, `cannot be started: ${done.error.message}`, 'put right what the system says', 'DECK_FAILED');
  if (done.status !== 0)
    throw fileProblem(
      where,
      `ended with ${done.status ?? done.signal}`,
      'read what it says above; the next deploy tries again',
      'DECK_FAILED',
    );
}

/** decK's own variables that say which gateway it changes, and how it is known to be that one; none is a secret. */
const PLACES = [
  'DECK_KONG_ADDR',
  'DECK_KONNECT_ADDR',
  'DECK_KONNECT_CONTROL_PLANE_NAME',
  'DECK_KONNECT_RUNTIME_GROUP_NAME',
  'DECK_TLS_SERVER_NAME',
  'DECK_TLS_SKIP_VERIFY',
];

/**
 * Which gateway decK is to change, as its variables say. Without an address decK would try this machine. It signs in to Konnect
 * only by a credential, and there would take the control plane "default" if none is named.
 *
 * @throws DefinitionError `GATEWAY_UNKNOWN`
 * @see https://developer.konghq.com/deck/configuration for the variables
 */
export function gatewayAddress({ environment }: Io): Readonly<Record<string, string>> {
  const { DECK_KONG_ADDR = '', DECK_KONNECT_TOKEN = '', DECK_KONNECT_TOKEN_FILE = '', DECK_KONNECT_CONTROL_PLANE_NAME = '' } = environment;
  const konnect = DECK_KONNECT_TOKEN !== '' || DECK_KONNECT_TOKEN_FILE !== '';
  if (DECK_KONG_ADDR === '' && !(konnect && DECK_KONNECT_CONTROL_PLANE_NAME !== '')) {
    const what = konnect ? 'has a token of Konnect, but does not name the control plane' : 'does not say which gateway decK is to change';
    const fix = 'set DECK_KONG_ADDR, or for Konnect DECK_KONNECT_TOKEN (or DECK_KONNECT_TOKEN_FILE) and DECK_KONNECT_CONTROL_PLANE_NAME';
    throw fileProblem('the environment', what, fix, 'GATEWAY_UNKNOWN');
  }
  const named = PLACES.flatMap((name) => {
    const value = environment[name] ?? '';
    return value === '' ? [] : [[name, value] as const];
  });
  // A token makes decK talk to Konnect; that there is one is no secret.
  return Object.fromEntries(konnect ? [...named, ['DECK_KONNECT_TOKEN', 'set']] : named);
}
