/** Who holds which role or scope of which API, and which routes ask for it: three columns with lines between them. */
export const GRAPH = String.raw`
const NODE = 34;
const GUTTER = 132;
const MOST = { holder: 40, value: 60, route: 40 };
let chosen = '';

/** Nodes that match the filter, with what is beside them; what is too much is counted. */
function visibleNodes() {
  const words = folded(byId('filter').value).split(/\s+/).filter(Boolean);
  const all = [...web.nodes.values()].filter((node) => node.side !== 'holder' || node.near.size > 0 || (node.caller && node.caller.kind !== 'api'));
  const matching = words.length === 0 ? all : all.filter((node) => words.every((word) => node.words.includes(word)));
  const wanted = new Set(matching.map(({ id }) => id));
  if (words.length > 0) for (const node of matching) for (const id of node.near) wanted.add(id);
  const found = all.filter(({ id }) => wanted.has(id));
  const shown = ['holder', 'value', 'route'].flatMap((side) => found.filter((node) => node.side === side).slice(0, MOST[side]));
  return { all, matching, found, shown };
}

/** Places of the nodes, counted in nodes: what an API has stands beside its routes, who holds it beside that. */
function placesOf(shown) {
  const place = new Map();
  const bands = [];
  let slot = 0;
  for (const { key, name } of overview.apis) {
    const [values, routes] = ['value', 'route'].map((side) => shown.filter((node) => node.side === side && node.api === key));
    if (values.length + routes.length === 0) continue;
    values.forEach((node, at) => place.set(node.id, slot + 1 + at));
    routes.forEach((node, at) => place.set(node.id, slot + 1 + at));
    const size = Math.max(values.length, routes.length) + 1;
    bands.push({ key, name, slot, size });
    slot += size + 0.5;
  }
  const holders = shown.filter((node) => node.side === 'holder').map((node) => {
    const near = [...node.near].map((id) => place.get(id)).filter((one) => one !== undefined);
    return { node, wish: near.length === 0 ? slot : near.reduce((sum, one) => sum + one, 0) / near.length };
  }).sort((a, b) => a.wish - b.wish);
  const height = Math.max(slot, holders.length);
  holders.forEach(({ node, wish }, at) => {
    const above = at === 0 ? -1 : place.get(holders[at - 1].node.id);
    place.set(node.id, Math.min(Math.max(above + 1, Math.round(wish)), Math.floor(height) - holders.length + at));
  });
  return { place, bands, holders: holders.map(({ node }) => node), height: height * NODE };
}

function linesBetween(name, all, place, height) {
  const middle = (id) => place.get(id) * NODE + NODE / 2;
  const drawn = all.filter(({ from, to }) => place.has(from) && place.has(to));
  return svg('svg', { class: name, width: GUTTER, height, viewBox: '0 0 ' + GUTTER + ' ' + height, 'aria-hidden': 'true' }, drawn.map((line) => {
    const [from, to] = [middle(line.from), middle(line.to)];
    line.drawn = svg('path', { class: line.isRevoked ? 'link revoked' : 'link', d: 'M0 ' + from + 'C' + GUTTER / 2 + ' ' + from + ' ' + GUTTER / 2 + ' ' + to + ' ' + GUTTER + ' ' + to });
    return line.drawn;
  }));
}

/** Nodes of a column with gaps between them, each of the height of a node. */
function column(name, label, nodes, place) {
  let used = 0;
  const items = [...nodes].sort((a, b) => place.get(a.id) - place.get(b.id)).flatMap((node) => {
    const gap = place.get(node.id) - used;
    used += gap + 1;
    return [gap > 0 ? svg('svg', { width: 1, height: gap * NODE, 'aria-hidden': 'true' }) : '', nodeShown(node)];
  });
  return el('div', { class: 'nodes ' + name, role: 'group', 'aria-label': label }, items);
}

function nodeText(node) {
  if (node.side === 'holder') return node.key + ', ' + node.note;
  if (node.side === 'value') return node.value + ', ' + node.note + ' of ' + node.api;
  return (node.route.methods.join(' ') || 'any method') + ' ' + node.route.path + ' of ' + node.api + (node.route.isPublic ? ', public' : '');
}

function nodeShown(node) {
  const content = {
    holder: () => [own(node.key, 'name'), el('span', { class: 'kind' }, node.note)],
    value: () => [own(node.value, 'name'), el('span', { class: 'kind' }, node.note.split(/[ ,]/)[0])],
    route: () => [el('span', { class: 'method' }, own(node.route.methods.join(' ') || 'ANY')), own(node.route.path, 'path'), node.route.isPublic ? el('span', { class: 'kind' }, 'public') : ''],
  }[node.side]();
  const made = el('button', { type: 'button', class: 'node ' + node.side, tabindex: '-1', 'aria-label': nodeText(node), 'aria-pressed': String(node.id === chosen), title: nodeText(node) }, content);
  node.drawn = made;
  made.addEventListener('pointerenter', () => highlight(node.id));
  made.addEventListener('pointerleave', () => highlight(chosen));
  made.addEventListener('focus', () => highlight(node.id));
  made.addEventListener('blur', () => highlight(chosen));
  made.addEventListener('click', () => choose(node.id === chosen ? '' : node.id));
  return made;
}

/** What belongs to a node: what it holds or is held by, and what it reaches by the matrix. */
function highlight(id) {
  const node = web.nodes.get(id);
  const drawing = document.querySelector('.drawing');
  if (!drawing) return;
  drawing.classList.toggle('marked', node !== undefined);
  const on = new Set(node ? [id, ...node.near] : []);
  for (const { id: other, drawn } of web.nodes.values()) if (drawn) drawn.classList.toggle('on', on.has(other));
  for (const line of [...web.holds, ...web.needs]) if (line.drawn) line.drawn.classList.toggle('on', on.has(line.from) && on.has(line.to));
}

function choose(id) {
  chosen = id;
  for (const { id: other, drawn } of web.nodes.values()) if (drawn) drawn.setAttribute('aria-pressed', String(other === id));
  highlight(id);
  showInspector();
}

function showGraph() {
  const { all, matching, found, shown } = visibleNodes();
  for (const node of web.nodes.values()) node.drawn = undefined;
  for (const line of [...web.holds, ...web.needs]) line.drawn = undefined;
  const isFiltered = matching.length < all.length;
  byId('filter-said').textContent = isFiltered ? counted(matching.length, 'match', 'matches') + ', with what is beside ' + (matching.length === 1 ? 'it' : 'them') : counted(all.length, 'node') + (shown.length < all.length ? ', ' + shown.length.toLocaleString('en') + ' shown' : '');
  const { place, bands, holders, height } = placesOf(shown);
  const of = (side) => shown.filter((node) => node.side === side);
  const backs = svg('svg', { class: 'bands', width: '100%', height, 'aria-hidden': 'true' }, bands.map(({ slot, size }) => svg('rect', { x: 0.5, y: slot * NODE + 2, width: '99.8%', height: size * NODE + 8, rx: 12 })));
  const titles = el('div', { class: 'titles' }, bands.map(({ key, name, slot }, at) => {
    const before = at === 0 ? 0 : bands[at - 1].slot + 1;
    return [slot > before ? svg('svg', { width: 1, height: (slot - before) * NODE, 'aria-hidden': 'true' }) : '', el('p', { class: 'band' }, 'API ', own(key, 'name'), key === name ? '' : [' ', own(name, 'kind')])];
  }));
  const drawing = el('div', { class: 'drawing' }, backs, titles,
    column('holders', 'Clients, groups and people', holders, place), linesBetween('holds', web.holds, place, height),
    column('values', 'Roles and scopes', of('value'), place), linesBetween('needs', web.needs, place, height),
    column('routes', 'Routes', of('route'), place));
  movable(drawing);
  const rest = ['holder', 'value', 'route'].map((side) => [found.filter((node) => node.side === side).length - of(side).length, { holder: 'clients and groups', value: 'roles and scopes', route: 'routes' }[side]]).filter(([count]) => Number(count) > 0);
  byId('graph').replaceChildren(
    el('div', { class: 'heads', 'aria-hidden': 'true' }, el('span', {}, 'Clients, groups and people'), el('span', {}), el('span', {}, 'hold roles and scopes'), el('span', {}), el('span', {}, 'that routes ask for')),
    shown.length === 0 ? el('p', { class: 'empty' }, 'Nothing here matches the filter.') : el('div', { class: 'scroll tall' }, drawing),
    rest.length === 0 ? '' : el('p', { class: 'lead cut', id: 'graph-cut' }, 'and ' + rest.map(([count, what]) => count.toLocaleString('en') + ' more ' + what).join(', ') + ': filter to see them'));
  if (web.nodes.get(chosen)?.drawn === undefined) chosen = '';
  highlight(chosen);
  showInspector();
}

/** Nodes are one stop of the keyboard; arrows move between them. */
function movable(drawing) {
  const columns = [...drawing.querySelectorAll('.nodes')].map((one) => [...one.querySelectorAll('button')]).filter((one) => one.length > 0);
  if (columns[0]) columns[0][0].tabIndex = 0;
  drawing.addEventListener('keydown', (event) => {
    const at = columns.findIndex((one) => one.includes(event.target));
    if (at < 0) return;
    const row = columns[at].indexOf(event.target);
    const beside = (other) => other && [...other].sort((a, b) => Math.abs(a.offsetTop - event.target.offsetTop) - Math.abs(b.offsetTop - event.target.offsetTop))[0];
    const next = { ArrowDown: () => columns[at][row + 1], ArrowUp: () => columns[at][row - 1], Home: () => columns[at][0], End: () => columns[at].at(-1), ArrowLeft: () => beside(columns[at - 1]), ArrowRight: () => beside(columns[at + 1]) }[event.key];
    const target = next && next();
    if (!target) return;
    event.preventDefault();
    for (const one of columns.flat()) one.tabIndex = one === target ? 0 : -1;
    target.focus();
  });
}
`;
