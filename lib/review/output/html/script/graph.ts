/** Callers on the left, routes on the right, and a line for each who can call what. */
export const GRAPH = String.raw`
const NODE = 34;
const MIDDLE = 220;
const MOST_LINES = 200;
const MOST_ROUTES = 30;

/** The lines that are drawn, and how many there would be. */
function graphOf(shown) {
  const lines = [];
  for (const { entry: one, links } of shown) {
    const ofCaller = new Map();
    for (const { one: { who }, kind } of links) {
      const key = JSON.stringify([who.caller, who.as]);
      const known = ofCaller.get(key);
      // The same caller for other people than before is both lost and gained.
      ofCaller.set(key, { who, kind: known === undefined || known.kind === kind ? kind : known.kind === 'same' ? kind : kind === 'same' ? known.kind : 'both' });
    }
    for (const [key, { who, kind }] of ofCaller) lines.push({ key, who, route: one.route, needs: one.needsNow, kind });
  }
  if (lines.length <= MOST_LINES) return { total: lines.length, lines };
  // What changes with what is beside it; where nothing changes, whatever comes first.
  const changed = lines.filter(({ kind }) => kind !== 'same');
  const routes = new Set((changed.length > 0 ? changed : lines).map(({ route }) => route));
  const near = new Set([...routes].slice(0, MOST_ROUTES));
  const beside = lines.filter(({ route, kind }) => near.has(route) && kind === 'same');
  const kept = new Set([...changed.filter(({ route }) => near.has(route)), ...beside].slice(0, MOST_LINES));
  return { total: lines.length, lines: lines.filter((line) => kept.has(line)) };
}

/** Where nodes stand, counted in nodes: routes by API in the order of the report, callers beside the middle of what they call. */
function placesOf(lines) {
  const routes = new Map();
  let slot = 0;
  let api;
  for (const { route } of lines) {
    if (routes.has(route)) continue;
    if (route.api !== api) slot += 1;
    api = route.api;
    routes.set(route, slot);
    slot += 1;
  }
  const sums = new Map();
  for (const { key, who, route } of lines) {
    const sum = sums.get(key) || { key, who, slots: 0, count: 0 };
    sums.set(key, { ...sum, slots: sum.slots + routes.get(route), count: sum.count + 1 });
  }
  const callers = [...sums.values()].sort((a, b) => a.slots / a.count - b.slots / b.count);
  const height = Math.max(slot, callers.length);
  callers.forEach((one, at) => {
    const above = at === 0 ? -1 : callers[at - 1].slot;
    // As far down as what it calls, without a place of those above, and with room for those below.
    one.slot = Math.min(Math.max(above + 1, Math.round(one.slots / one.count)), height - callers.length + at);
    one.at = at;
  });
  return { routes, callers, byKey: new Map(callers.map((one) => [one.key, one])), height };
}

function middleOf(slot) {
  return slot * NODE + NODE / 2;
}

function linePath(from, to) {
  return 'M0 ' + from + 'C' + MIDDLE / 2 + ' ' + from + ' ' + MIDDLE / 2 + ' ' + to + ' ' + MIDDLE + ' ' + to;
}

/** A point of a line, where its sign stands clear of those of other callers. */
function pointOf(from, to, t) {
  const s = 1 - t;
  const x = 3 * s * s * t * (MIDDLE / 2) + 3 * s * t * t * (MIDDLE / 2) + t * t * t * MIDDLE;
  return { x, y: (s * s * s + 3 * s * s * t) * from + (3 * s * t * t + t * t * t) * to };
}

function drawn(lines, places) {
  const marks = { same: 0, unknown: 1, lost: 2, both: 3, gained: 4 };
  const ordered = [...lines].sort((a, b) => marks[a.kind] - marks[b.kind]);
  const height = places.height * NODE;
  return svg('svg', { width: MIDDLE, height, viewBox: '0 0 ' + MIDDLE + ' ' + height, 'aria-hidden': 'true' }, ordered.map((line) => {
    const caller = places.byKey.get(line.key);
    const [from, to] = [middleOf(caller.slot), middleOf(places.routes.get(line.route))];
    const kind = kindInView(line.kind);
    const at = pointOf(from, to, 0.35 + (0.45 * (caller.at + 0.5)) / places.callers.length);
    line.drawn = svg('g', { class: 'line ' + kind }, svg('path', { d: linePath(from, to) }),
      kind === 'same' ? '' : [svg('circle', { cx: at.x, cy: at.y, r: 8 }), svg('text', { x: at.x, y: at.y + 4 }, SYMBOLS[kind])]);
    return line.drawn;
  }));
}

/** A node: it can be pointed at, reached by arrow keys, and pressed to see what belongs to it alone. */
function node(content, label, lines, press) {
  const made = el('button', { type: 'button', class: 'node', tabindex: '-1', 'aria-label': label }, content);
  const mark = (isMarked) => {
    made.closest('.drawing').classList.toggle('marked', isMarked);
    for (const line of lines) line.drawn.classList.toggle('on', isMarked);
  };
  made.addEventListener('pointerenter', () => mark(true));
  made.addEventListener('pointerleave', () => mark(false));
  made.addEventListener('focus', () => mark(true));
  made.addEventListener('blur', () => mark(false));
  made.addEventListener('click', press);
  return made;
}

function said(lines) {
  const words = { gained: 'gained', lost: 'lost', both: 'changed', unknown: 'unknown', same: state.view === 'changes' ? 'unchanged' : 'possible' };
  const counted = Object.entries(words).map(([kind, word]) => [lines.filter((line) => kindInView(line.kind) === kind).length, word]);
  return counted.filter(([count]) => count > 0).map(([count, word]) => count + ' ' + word).join(', ');
}

function whoText(who) {
  return who.as === 'anonymous' ? 'Anyone, without a token' : who.caller + ', ' + (who.isOpenSet ? 'any ' : '') + who.as;
}

function showGraph(shown) {
  const { lines, total } = graphOf(shown);
  const places = placesOf(lines);
  let used = 0;
  const callerNodes = places.callers.flatMap(({ key, who, slot }) => {
    const gaps = Array.from({ length: slot - used }, () => el('li', { 'aria-hidden': 'true' }));
    used = slot + 1;
    const mine = lines.filter((line) => line.key === key);
    const content = who.as === 'anonymous' ? el('span', { class: 'name open' }, 'Anyone, without a token') : [own(who.caller, 'name'), ' ', el('span', { class: 'kind' }, (who.isOpenSet ? 'any ' : '') + who.as)];
    return [...gaps, el('li', {}, node(content, whoText(who) + ': ' + said(mine), mine, () => setFilter({ caller: who.caller })))];
  });
  let api;
  const routeNodes = [...places.routes.keys()].flatMap((route) => {
    const mine = lines.filter((line) => line.route === route);
    const made = el('li', {}, node([el('span', { class: 'method' }, own(route.methods.join(' ') || 'ANY')), ' ', own(route.path, 'path')], route.name + ': ' + said(mine), mine, () => setFilter({ search: route.name })));
    const head = route.api === api ? '' : el('li', { class: 'group' }, own(route.api));
    api = route.api;
    return [head, made];
  });
  const all = current().entries.length;
  section('graph', 'Who can call what', all, shown.length, [
    legend(),
    lines.length < total ? el('p', { class: 'lead', id: 'graph-cut' }, 'Shown are ' + counted(lines.length, 'connection', 'connections') + ' of ' + total.toLocaleString('en') + ', those that change first. Search or filter to see others.') : '',
    lines.length === 0 ? el('p', { class: 'empty' }, 'Nobody can call these routes in this view.') : drawing(callerNodes, routeNodes, lines, places),
  ]);
}

function drawing(callerNodes, routeNodes, lines, places) {
  const callers = el('ul', { class: 'nodes callers', 'aria-label': 'Callers' }, callerNodes);
  const routes = el('ul', { class: 'nodes routes', 'aria-label': 'Routes' }, routeNodes);
  const made = el('div', { class: 'drawing' }, callers, drawn(lines, places), routes);
  const sides = [callers, routes].map((side) => [...side.querySelectorAll('button')]);
  for (const side of sides) if (side[0]) side[0].tabIndex = 0;
  made.addEventListener('keydown', (event) => {
    const side = sides.findIndex((nodes) => nodes.includes(event.target));
    const at = side < 0 ? -1 : sides[side].indexOf(event.target);
    const other = { ArrowLeft: sides[0][at] || sides[0].at(-1), ArrowRight: sides[1][at] || sides[1].at(-1) };
    const next = { ArrowDown: sides[side] && sides[side][at + 1], ArrowUp: sides[side] && sides[side][at - 1], Home: sides[side] && sides[side][0], End: sides[side] && sides[side].at(-1), ...other }[event.key];
    if (!next) return;
    event.preventDefault();
    for (const one of sides[sides.findIndex((nodes) => nodes.includes(next))]) one.tabIndex = one === next ? 0 : -1;
    next.focus();
  });
  return el('div', { class: 'scroll tall' }, made);
}

function legend() {
  const kinds = ['gained', 'lost', 'both', 'unknown', 'same'].filter((kind) => kindInView(kind) === kind);
  const words = { gained: 'gained', lost: 'lost', both: 'other people than before', unknown: 'cannot be told', same: state.view === 'changes' ? 'unchanged' : 'can call' };
  return el('ul', { class: 'legend', 'aria-label': 'Lines' }, kinds.map((kind) => el('li', {},
    svg('svg', { width: 44, height: 18, viewBox: '0 0 44 18', 'aria-hidden': 'true' }, svg('g', { class: 'line ' + kind }, svg('path', { d: 'M0 9H44' }),
      SYMBOLS[kind] ? [svg('circle', { cx: 22, cy: 9, r: 8 }), svg('text', { x: 22, y: 13 }, SYMBOLS[kind])] : '')), words[kind])));
}
`;
