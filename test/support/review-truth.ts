import type { AccessModel, EnvironmentModel } from '../../lib';
import { review, type AccessRow, type ReviewReport, type SynthOutput, type Who } from '../../lib/review';
import * as access from '../../lib/review/access/changes';
import { differences, type Difference } from './brute-force';
import { madeUp } from './entra-blocks';
import type { GatewayRequest } from './gateway-oracle';
import { barest, callersOf, includes, type Known } from './review-callers';
import { requestsFor } from './review-requests';
import { ReviewSide, type Caller } from './review-side';

/** One revision: what was synthesized of it, with the definition that names and requests are taken from. */
export interface Revision {
  readonly output: SynthOutput;
  readonly model: AccessModel;
  readonly environment: EnvironmentModel;
}

/** What a review of two revisions says, beside what is true. */
export interface Truth {
  readonly report: ReviewReport;
  readonly swapped: ReviewReport;
  readonly differences: readonly Difference[];
  /** Where the review says something else, in words; empty where it is right. */
  readonly problems: readonly string[];
}

const OPTIONS = { version: '0.0.0', command: 'review' };

/**
 * Compares a review with brute force.
 *
 * 1. Whoever gains or loses requests is in a row of that direction for the route that lets, or let, him in, or in one that says it
 *    cannot be told; and in a change between the same two routes. Not so who loses what could not be told whether he had it: the use of
 *    a token for an API that the files do not have.
 * 2. Whoever a row names, in the barest form, gains or loses by some request of each of its routes what it says; and of each change
 *    by the very request that it shows. What cannot be told is said only of tokens for APIs that the files do not have.
 * 3. The other way round it says the opposite.
 */
export function truthOf(base: Revision, head: Revision, choice: Parameters<typeof requestsFor>[2]): Truth {
  const sides = [new ReviewSide(base.output, base.environment), new ReviewSide(head.output, head.environment)] as const;
  const { report, changes, notJudged } = reviewed(base.output, head.output);
  const { report: swapped } = reviewed(head.output, base.output);
  const callers = callersOf(sides, base.environment.tenantId);
  const shown = changes.map(({ request }) => asSent(request));
  const requests = [...shown, ...requestsFor(sides, [base.model, head.model], choice)];
  const found = differences(sides[0], sides[1], requests, callers);
  const judge = new Judge(sides, callers, knownBy([base.environment, head.environment]));
  const rows = report.deployments.flatMap(({ access }) => access);
  const back = swapped.deployments.flatMap(({ access }) => access);
  const isLeftToChance = requests.some((request) => sides.some((side) => side.routeOf(request) === undefined));
  const problems = [
    // What the gateway leaves to chance cannot be judged.
    ...(isLeftToChance ? [] : notJudged.map((why) => `not judged: ${why}`)),
    ...found.flatMap((difference) => judge.missing(difference, rows, changes)),
    ...rows.flatMap((row) => judge.untrue(row, found, changes)),
    ...changes.flatMap((change) => judge.untrueChange(change)),
    ...opposite(rows, back),
  ];
  return { report, swapped, differences: found, problems };
}

/** A review, with the changes of access that its rows are made from. */
function reviewed(base: SynthOutput, head: SynthOutput): access.AccessChanges & { readonly report: ReviewReport } {
  const watched = jest.spyOn(access, 'accessChanges');
  const report = review(base, head, OPTIONS);
  const [made] = watched.mock.results;
  watched.mockRestore();
  if (made?.type !== 'return') throw new Error('the review compared nothing');
  return { ...made.value, report };
}

class Judge {
  constructor(
    private readonly sides: readonly [ReviewSide, ReviewSide],
    private readonly callers: readonly Caller[],
    private readonly known: Known,
  ) {}

  /** What brute force found and the review does not say. */
  missing(
    { direction, was, now, caller, request, bySource }: Difference,
    rows: readonly AccessRow[],
    changes: readonly access.AccessChange[],
  ): readonly string[] {
    if (direction === 'lost' && caller.kind === 'outside') return [];
    const words = `${JSON.stringify(caller)} ${direction} ${requestText(request)}, ${was ?? 'no route'} before and ${now ?? 'no route'} now`;
    // Who is let in by another way than before may be so from other addresses.
    const isOf = (one: { readonly direction: AccessRow['direction']; readonly bySource?: boolean }): boolean =>
      (one.direction === direction || (one.direction === 'unknown' && direction === 'gained')) && (bySource || one.bySource !== true);
    const said = rows.filter(isOf);
    const inRow = said.some(({ who, routes }) => {
      return routes.some(({ name }) => name === (direction === 'gained' ? now : was)) && who.some((one) => this.has(one, caller));
    });
    const inChange = changes.some(
      (change) =>
        isOf(change) && (change.was?.name ?? null) === was && (change.now?.name ?? null) === now && this.has(this.whoOf(change), caller),
    );
    return [...(inRow ? [] : [`no row says that ${words}`]), ...(inChange ? [] : [`no change says that ${words}`])];
  }

  /** What a row says and brute force does not find. */
  untrue(
    { direction, who, routes, bySource }: AccessRow,
    found: readonly Difference[],
    changes: readonly access.AccessChange[],
  ): readonly string[] {
    return routes
      .filter(({ name }) => !this.isLeftToChance(name, changes))
      .flatMap(({ name }) =>
        who.flatMap((one) => {
          if (direction === 'unknown')
            return isOutside(one) ? [] : [`it is said not to be known whether ${JSON.stringify(one)} gains ${name}`];
          const at = found.filter(
            (difference) =>
              difference.bySource === (bySource === true) &&
              difference.direction === direction &&
              (direction === 'gained' ? difference.now : difference.was) === name,
          );
          return this.barest(one)
            .filter((some) => !some.some((caller) => at.some((difference) => difference.caller === caller)))
            .map(() => `a row says that ${JSON.stringify(one)} ${direction} ${name}`);
        }),
      );
  }

  /** Whether a change of a route is shown by a request that either of several routes may take: the gateway does not say which. */
  private isLeftToChance(name: string, changes: readonly access.AccessChange[]): boolean {
    const own = changes.filter(({ was, now }) => was?.name === name || now?.name === name);
    return own.some(({ request }) => this.sides.some((side) => side.routeOf(asSent(request)) === undefined));
  }

  /** What a change says of its request, and is not so. */
  untrueChange(change: access.AccessChange): readonly string[] {
    const { direction, was, now, bySource } = change;
    const request = asSent(change.request);
    const [base, head] = this.sides;
    const taken = [base.routeOf(request), head.routeOf(request)];
    if (taken.includes(undefined)) return [];
    if (taken[0] !== (was?.name ?? null) || taken[1] !== (now?.name ?? null))
      return [`${requestText(request)} is taken by ${JSON.stringify(taken)}, not by ${was?.name ?? 'none'} and ${now?.name ?? 'none'}`];
    if (direction === 'unknown') return [];
    const isSo = (caller: Caller): boolean => {
      const [before, after] = [base.from(request, caller), head.from(request, caller)];
      const [wide, narrow] = direction === 'gained' ? [after, before] : [before, after];
      return wide.some((address) => !narrow.includes(address)) && narrow.length > 0 === (bySource === true);
    };
    const who = this.whoOf(change);
    return this.barest(who)
      .filter((some) => !some.some(isSo))
      .map(() => `a change says that ${JSON.stringify(who)} ${direction} ${requestText(request)} of ${now?.name ?? was?.name ?? ''}`);
  }

  private barest(who: Who): readonly (readonly Caller[])[] {
    return barest(who, this.callers, this.known);
  }

  private has(who: Who, caller: Caller): boolean {
    return includes(who, caller, this.known);
  }

  /** An entry in the words of a report: registrations by key. */
  private whoOf({ entry: { caller, isOpenSet, as, people, consents } }: access.AccessChange): Who {
    const address = caller.slice(caller.indexOf('/') + 1);
    const clientId = madeUp(`${address}.client_id`);
    const keys = this.sides.flatMap(({ directory }) => Object.entries(directory.clientIds()));
    return {
      caller: keys.find(([, id]) => id === clientId)?.[0] ?? caller,
      isOpenSet,
      as,
      people: people.map((objectId) => ({ kind: 'principal', name: objectId, objectId })),
      together: people.length > 1,
      ...(consents && { consents }),
    };
  }
}

function isOutside({ caller, isOpenSet }: Who): boolean {
  return isOpenSet && caller === 'outside-audience';
}

/** What a review says that its opposite does not; of what cannot be told there is no opposite. */
function opposite(rows: readonly AccessRow[], back: readonly AccessRow[]): readonly string[] {
  const turned = { gained: 'lost', lost: 'gained', unknown: 'unknown' } as const;
  const said = (all: readonly AccessRow[], turn: boolean): ReadonlySet<string> =>
    new Set(
      all
        .filter(({ direction }) => direction !== 'unknown')
        .flatMap(({ direction, who, routes }) =>
          routes.flatMap(({ name }) =>
            who.flatMap(({ caller, as, people, together, consents }) =>
              (together || people.length === 0 ? [people] : people.map((one) => [one])).map((some) =>
                JSON.stringify([turn ? turned[direction] : direction, name, caller, as, consents, some.map(({ objectId }) => objectId)]),
              ),
            ),
          ),
        ),
    );
  const [forth, reverse] = [said(rows, false), said(back, true)];
  return [
    ...[...forth].filter((one) => !reverse.has(one)).map((one) => `the opposite does not say ${one}`),
    ...[...reverse].filter((one) => !forth.has(one)).map((one) => `only the opposite says ${one}`),
  ];
}

/** What environments call things by, to their object ids. */
function knownBy(environments: readonly EnvironmentModel[]): Known {
  const known = new Map<string, string[]>();
  const remember = (name: string, id: string): void => void known.set(name, [...(known.get(name) ?? []), id]);
  for (const { groups, people, externalClients, managedIdentities } of environments) {
    for (const [name, id] of [...Object.entries(groups), ...Object.entries(people)]) remember(name, id);
    for (const [name, { objectId }] of [...Object.entries(externalClients), ...Object.entries(managedIdentities)]) {
      remember(name, objectId);
      remember(name.replaceAll(' ', '-'), objectId);
    }
  }
  return known;
}

function asSent({ method, host, path, headers = [] }: access.AccessChange['request']): GatewayRequest {
  return { method, host, path, headers };
}

function requestText({ method, host, path, headers = [] }: GatewayRequest): string {
  return `${method} ${host ?? ''}${path} ${JSON.stringify(headers)}`;
}
