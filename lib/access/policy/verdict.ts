import { decide } from '../decide';
import { type Decision } from '../decision';
import { type Gateway } from '../gateway';
import { type Claims } from '../plugins/claims';
import { type Presented, type PresentedTokens, type Refusal } from './presented';
import { type Party } from './party';
import { type Probe, type Target } from './target';

/**
 * Whether somebody gets in: `in` by some door with each of its requests, `out` with none; `partly` with some; `unknown` where it
 * cannot be told.
 */
export type Entry = 'in' | 'out' | 'partly' | 'unknown';

/** A decision that was asked for. */
export interface Seen {
  readonly probe: Probe;
  readonly decision: Decision;
  readonly claims: Claims | null;
  readonly api: string;
}

/** Whether somebody gets in, and what was seen. */
export interface Verdict {
  readonly entry: Entry;
  readonly seen: readonly Seen[];
  /** Why there was nothing to ask with. */
  readonly refusal?: Refusal;
}

/** A minute after tokens are issued. */
const NOW = 1_800_000_060;

/** Decides about parties at targets. */
export class Verdicts {
  constructor(
    private readonly gateway: Gateway,
    private readonly tokens: PresentedTokens,
  ) {}

  /** Of several APIs a party may use the token of any. */
  of(party: Party, { doors, apis }: Target): Verdict {
    // Without a token, and where no route is, it is all the same for which API.
    const isAlike = apis.length === 0 || (party.kind === 'open' && party.set === 'anonymous');
    const verdicts = isAlike ? [this.through(null, '', doors)] : apis.map((api) => this.with(this.tokens.of(party, api), api, doors));
    const entry = (['in', 'unknown', 'partly'] as const).find((one) => verdicts.some((verdict) => verdict.entry === one)) ?? 'out';
    const seen = verdicts.filter((verdict) => verdict.entry === entry).flatMap((verdict) => verdict.seen);
    const refusal = verdicts.find((verdict) => verdict.refusal !== undefined)?.refusal;
    return { entry, seen, ...(seen.length === 0 && refusal !== undefined && { refusal }) };
  }

  private with(presented: Presented, api: string, doors: Target['doors']): Verdict {
    if ('refusal' in presented) return { entry: 'out', seen: [], refusal: presented.refusal };
    const verdicts = presented.tokens.map((claims) => this.through(claims, api, doors));
    const [first] = verdicts;
    const isSame = verdicts.every(({ entry }) => entry === first?.entry);
    const entry = verdicts.some((verdict) => verdict.entry === 'unknown') ? 'unknown' : 'partly';
    return { entry: isSame ? (first?.entry ?? 'out') : entry, seen: verdicts.flatMap(({ seen }) => seen) };
  }

  private through(claims: Claims | null, api: string, doors: Target['doors']): Verdict {
    const byDoor = doors.map((door) =>
      door.map((probe): Seen => {
        const { request, clientIp } = probe;
        const token = claims === null ? null : { claims };
        return {
          probe,
          claims,
          api,
          decision: decide(this.gateway, { request, token, now: NOW, ...(clientIp !== undefined && { clientIp }) }),
        };
      }),
    );
    return { entry: entryOf(byDoor.map((door) => door.map(({ decision }) => decision.allowed))), seen: byDoor.flat() };
  }
}

function entryOf(doors: readonly (readonly Decision['allowed'][])[]): Entry {
  if (doors.some((door) => door.length > 0 && door.every((allowed) => allowed === true))) return 'in';
  const all = doors.flat();
  if (all.includes('unknown')) return 'unknown';
  return all.includes(true) ? 'partly' : 'out';
}
