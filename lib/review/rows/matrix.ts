import { type GatewayRoute } from '../../access';
import { sorted } from '../../model';
import { type SeenRegion } from '../access/changes';
import { type Entry } from '../access/side-access';
import { type MatrixShown } from '../report';
import { needsOf } from '../side/guards';
import { type Context } from './context';
import { mergedWho, shownRoute, shownWho } from './shown';

/** Every route with all who enter, before and after. */
export function matrixOf({ access, names }: Context): readonly MatrixShown[] {
  const cells = new Map<string, { was: Part | undefined; now: Part | undefined }>();
  const add = (side: 'was' | 'now', route: GatewayRoute | undefined, region: SeenRegion, entries: readonly Entry[]): void => {
    if (route === undefined) return;
    const name = route.name ?? route.id ?? '';
    const cell = cells.get(name) ?? { was: undefined, now: undefined };
    cells.set(name, cell);
    const part = cell[side] ?? { route, region, entries: [] };
    cell[side] = { ...part, entries: [...part.entries, ...entries] };
  };
  for (const region of access.seen) {
    add('was', region.was, region, region.entered);
    add('now', region.now, region, region.enter);
  }
  const shown = [...cells.values()].flatMap(({ was, now }) => {
    const part = now ?? was;
    if (part === undefined) return [];
    const apis = part.region.apis.map((api) => names.of(api));
    const who = (of: Part | undefined): MatrixShown['was'] => mergedWho((of?.entries ?? []).map((entry) => shownWho(entry, names)));
    return [
      {
        route: shownRoute(part.route, part.region.request, apis, names, now === undefined ? 'base' : 'head'),
        was: who(was),
        now: who(now),
        needsWas: needsOf(was?.route),
        needsNow: needsOf(now?.route),
      },
    ];
  });
  return sorted(shown, ({ route: { api, name } }) => `${api} ${name}`);
}

/** A route on one side. */
interface Part {
  readonly route: GatewayRoute;
  readonly region: SeenRegion;
  readonly entries: readonly Entry[];
}
