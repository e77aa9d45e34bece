import { type Bindings } from '../../model';
import { nameOf } from '../explain/change';
import { textOf } from '../explain/claims';
import { kindOf } from '../explain/own-checks';
import { requestText } from '../explain/request';
import { type Gateway, type GatewayRoute } from '../gateway';
import { closeOf } from './close';
import { compare, routeIds, type Compared } from './compare';
import { DefinedCallers, type ReplayDefinition } from './definition';
import { Groups, kept, type Group } from './groups';
import { Judge, type Judged } from './judge';
import { readRecord } from './read-record';
import { type RecordedCall } from './record';
import { Tallies, type Assumptions, type Totals } from './tallies';
import { Usage, type Unused } from './usage';

/** What a replay may use besides the gateway. */
export interface ReplayOptions {
  /** Completes logs without claims, and makes unused grants known. */
  readonly definition?: ReplayDefinition;
  /** Client ids by key, to speak of callers by name. @default - those of the definition */
  readonly names?: Bindings;
  /** Kinds of records that are told apart under each heading. @default - 1,000 */
  readonly mostGroups?: number;
}

/** Another route or another verdict than recorded. */
export interface ChangeKey extends Readonly<Record<string, string | undefined>> {
  readonly caller: string;
  readonly method: string;
  readonly routeWas: string;
  readonly routeNow: string;
  readonly verdictWas?: string;
  readonly verdictNow?: string;
}

/** A request whose fate cannot be told. */
export interface UnknownKey extends Readonly<Record<string, string | undefined>> {
  readonly caller: string;
  readonly method: string;
  readonly route: string;
  readonly why: string;
}

/** A caller who is refused for one thing alone. */
export interface CloseKey extends Readonly<Record<string, string | undefined>> {
  readonly caller: string;
  readonly route: string;
  readonly check: string;
  readonly expected: string;
  readonly change?: string;
}

/** Kinds of records under one heading. */
export interface Listed<Key> {
  readonly groups: readonly Group<Key>[];
  /** Records of further kinds, which are not listed. */
  readonly beyond: number;
}

/** What recorded requests meet with now. */
export interface ReplayReport {
  readonly totals: Totals;
  readonly assumptions: Assumptions;
  readonly period: { readonly first: string; readonly last: string } | null;
  readonly changes: Listed<ChangeKey>;
  readonly unknown: Listed<UnknownKey>;
  readonly close: Listed<CloseKey>;
  /** Absent where the definition is not known. */
  readonly unused?: Unused;
  /** The first few lines that could not be read. */
  readonly unreadable: readonly { readonly line: number; readonly reason: string }[];
}

const MOST_UNREADABLE = 10;

/** Recorded requests against a gateway, one line of a log after another; what is kept does not grow with their number. */
export class Replay {
  private readonly judge: Judge;
  private readonly callers: DefinedCallers | undefined;
  private readonly names: Bindings;
  private readonly usage: Usage | undefined;
  private readonly routes: ReadonlyMap<string, GatewayRoute>;
  private readonly ids: ReadonlyMap<string, string>;
  private readonly tallies = new Tallies();
  private readonly changes: Groups<ChangeKey>;
  private readonly unknown: Groups<UnknownKey>;
  private readonly close: Groups<CloseKey>;
  private readonly unreadable: { readonly line: number; readonly reason: string }[] = [];

  constructor(
    private readonly gateway: Gateway,
    { definition, names, mostGroups = 1_000 }: ReplayOptions = {},
  ) {
    this.callers = definition && new DefinedCallers(definition);
    this.names = { ...this.callers?.names, ...names };
    this.usage = this.callers && new Usage(this.callers);
    this.judge = new Judge(gateway, this.callers);
    this.routes = new Map(gateway.routes.map((route) => [route.name ?? route.id ?? '', route]));
    this.ids = routeIds(gateway);
    this.changes = new Groups(mostGroups);
    this.unknown = new Groups(mostGroups);
    this.close = new Groups(mostGroups);
  }

  /** Takes in a line of the log, which is counted from 1; an empty one is passed over. */
  add(line: string, number: number): void {
    if (line.trim() === '') return;
    const record = readRecord(line);
    if (typeof record === 'string') this.addUnreadable(number, record);
    else this.addRecord(record, number);
  }

  /** Counts a line that cannot be a record. */
  addUnreadable(line: number, reason: string): void {
    this.tallies.unreadable();
    if (this.unreadable.length < MOST_UNREADABLE) this.unreadable.push({ line, reason });
  }

  report(): ReplayReport {
    return {
      totals: this.tallies.numbers,
      assumptions: this.tallies.assumptions,
      period: this.tallies.period,
      changes: listed(this.changes),
      unknown: listed(this.unknown),
      close: listed(this.close),
      ...(this.usage !== undefined && { unused: this.usage.unused() }),
      unreadable: this.unreadable,
    };
  }

  private addRecord(record: RecordedCall, line: number): void {
    const judged = this.judge.judge(record);
    const compared = compare(record, judged, this.ids);
    const { route, allowed } = judged.decision;
    this.tallies.add(record, compared, allowed === 'unknown');
    if (allowed !== false) for (const claims of judged.claims) this.usage?.add(route, claims);
    if (compared.route === undefined && compared.verdict === undefined && allowed === true) return;
    this.group(record, judged, compared, line);
  }

  private group(record: RecordedCall, judged: Judged, compared: Compared, line: number): void {
    const { request } = record;
    const example = (): string => requestText(request);
    const caller = kept(callerText(record, this.names));
    const route = kept(judged.decision.route ?? '-');
    if (compared.route !== undefined || compared.verdict !== undefined)
      this.changes.add(changeKey(caller, request.method, route, compared), line, example);
    if (judged.decision.allowed === 'unknown')
      this.unknown.add({ caller, method: request.method, route, why: kept(judged.why ?? '') }, line, example);
    const close = closeOf(this.gateway, this.routes.get(judged.decision.route ?? ''), judged, this.names);
    if (close !== undefined) this.close.add({ caller, route, ...close }, line, example);
  }
}

function changeKey(caller: string, method: string, now: string, { route, verdict }: Compared): ChangeKey {
  return {
    caller,
    method,
    routeWas: kept(route?.was ?? now),
    routeNow: kept(route?.now ?? now),
    ...(verdict !== undefined && { verdictWas: verdict.was, verdictNow: verdict.now }),
  };
}

/** Who called, by what names nobody in person. */
function callerText({ caller }: RecordedCall, names: Bindings): string {
  if (caller.kind === 'none') return 'no token';
  if (caller.kind === 'unknown') return 'not in the log';
  if (caller.kind === 'client') return nameOf(caller.client, names) ?? caller.client;
  const client = textOf(caller.claims, 'azp') ?? textOf(caller.claims, 'appid');
  const name = client === undefined ? 'a client without id' : (nameOf(client, names) ?? client);
  return `${name} (${kindOf(caller.claims)})`;
}

function listed<Key extends Readonly<Record<string, string | undefined>>>(groups: Groups<Key>): Listed<Key> {
  return { groups: groups.list(), beyond: groups.beyond };
}
