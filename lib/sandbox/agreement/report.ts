import { visible } from '../../access';
import { type ComparedCall } from './agreement';
import { IN_ALL } from './attempts';
import { type Probe, type ProbeKind } from './probe';

/** What came of all calls, by route and door, in words. */
export function agreementText(calls: readonly ComparedCall[]): string {
  const byDoor = new Map<string, ComparedCall[]>();
  for (const call of calls) {
    const key = JSON.stringify([call.door, call.request]);
    const same = byDoor.get(key);
    if (same === undefined) byDoor.set(key, [call]);
    else same.push(call);
  }
  const rows = [...byDoor.values()].map((all): Row => {
    const [{ request = '', door = '' } = {}] = all;
    const reached = all.filter((call) => call.reached);
    return { request, door, letIn: lettingIn(reached, all), keptOut: countsOf(all.filter((call) => !call.reached)) };
  });
  const width = (field: 'request' | 'door'): number => Math.min(MOST_WIDE, Math.max(...rows.map((row) => row[field].length), field.length));
  const [wide, narrow] = [width('request'), width('door')];
  const line = (row: Row): string =>
    `${row.request.padEnd(wide)}  ${row.door.padEnd(narrow)}  ${row.keptOut.padEnd(24)}  ${row.letIn}`.trimEnd();
  const head = line({ request: 'request', door: 'Kong route', keptOut: 'kept out', letIn: 'let in' });
  const wrong = calls.filter(({ disagreements }) => disagreements.length > 0);
  return [
    head,
    ...rows.map(line),
    '',
    ...told(wrong.map(({ request, disagreements, ...who }) => ({ who: whoOf(who), what: `${request}: ${disagreements.join('; ')}` }))),
    `${counted(calls.length, 'call')} of ${counted(new Set(calls.map(whoOf)).size, 'caller')}: ${String(calls.filter(({ reached }) => reached).length)} reached an upstream, ${wrong.length === 0 ? 'all as predicted' : `${String(wrong.length)} not as predicted`}`,
    '',
  ]
    .map(visible)
    .join('\n');
}

/** What came of everything else that was tried, by kind, in words. */
export function probesText(probes: readonly Probe[]): string {
  const wrong = probes.filter(({ disagreements }) => disagreements.length > 0);
  const count = (kind: ProbeKind): number => probes.filter((one) => one.kind === kind).length;
  const kinds = Object.entries(KINDS).map(([kind, words]) => `  ${String(count(kind as ProbeKind)).padStart(6)}  ${words}`);
  return [
    'tried besides:',
    ...kinds,
    ...told(wrong.map(({ tried, disagreements }) => ({ who: tried, what: disagreements.join('; ') }))),
    wrong.length === 0 ? 'all as predicted' : `${String(wrong.length)} of ${String(probes.length)} not as predicted`,
    '',
  ]
    .map(visible)
    .join('\n');
}

/** What came of everything, in one line. */
export function verdictText(calls: readonly ComparedCall[], probes: readonly Probe[]): string {
  const [wrongCalls, wrongProbes] = [calls, probes].map((all) => all.filter(({ disagreements }) => disagreements.length > 0).length);
  return wrongCalls === 0 && wrongProbes === 0
    ? `agrees: ${counted(calls.length, 'call')} and ${counted(probes.length, 'further try', 'further tries')} came out as predicted\n`
    : `disagrees: ${String(wrongCalls)} of ${counted(calls.length, 'call')} and ${String(wrongProbes)} of ${counted(probes.length, 'further try', 'further tries')} did not come out as predicted\n`;
}

/** Disagreements, the same ones together. */
function told(wrong: readonly { readonly who: string; readonly what: string }[]): readonly string[] {
  const together = new Map<string, string[]>();
  for (const { who, what } of wrong) together.set(what, [...(together.get(what) ?? []), who]);
  const lines = [...together].map(([what, all]) => {
    const named = all.slice(0, MOST_NAMED).join('; ');
    return `disagrees: ${named}${all.length > MOST_NAMED ? `; and ${String(all.length - MOST_NAMED)} more` : ''}: ${what}`;
  });
  return [...lines.slice(0, MOST_SHOWN), ...(lines.length > MOST_SHOWN ? [`and ${String(lines.length - MOST_SHOWN)} more kinds`] : [])];
}

const MOST_NAMED = 3;

function whoOf({ caller, person }: Pick<ComparedCall, 'caller' | 'person'>): string {
  return person === undefined ? caller : `${caller} for ${person}`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}

const KINDS: Readonly<Record<ProbeKind, string>> = {
  token: 'tokens: forged, expired, of others, in other places',
  claims: 'tokens with other roles and scopes',
  'open set': 'calls of nobody who is named: clients of the tenant, clients that people consent to, other tenants',
  request: 'requests: other methods, hosts, paths, addresses, without TLS',
  message: 'messages: what upstream, caller, log and metrics are told',
  upstream: 'servers in place of an upstream, that nobody vouches for',
  'sign-in': 'sign-ins: redirect URIs, identifier URIs, APIs registered elsewhere',
};

const MOST_WIDE = 70;
const MOST_SHOWN = 20;

interface Row {
  readonly request: string;
  readonly door: string;
  readonly letIn: string;
  readonly keptOut: string;
}

function lettingIn(reached: readonly ComparedCall[], all: readonly ComparedCall[]): string {
  if (reached.length === 0) return 'nobody';
  if (reached.length === all.length) return 'everybody';
  const byClient = new Map<string, string[]>();
  for (const { caller, person } of reached)
    byClient.set(caller, [...(byClient.get(caller) ?? []), ...(person === undefined ? [] : [person])]);
  return [...byClient]
    .map(([caller, all]) => {
      // Whoever is in all groups gets in where somebody of one of them does: that goes without saying.
      const telling = all.filter((person) => !person.endsWith(IN_ALL));
      const people = telling.length === 0 ? all : telling;
      return people.length === 0 ? caller : `${caller} for ${people.join(', ')}`;
    })
    .join('; ');
}

function countsOf(calls: readonly ComparedCall[]): string {
  const counts = new Map<string, number>();
  for (const { token, observed } of calls) {
    const key = token === 'a token' ? String(observed) : 'no token';
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([what, count]) => `${what} ×${String(count)}`)
    .join(', ');
}
