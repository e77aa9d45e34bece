/** Who holds what, and which routes ask for it: three columns and the lines between them. */
export const ORGANISATION = String.raw`
const MOST_NODES = 60;
let overview;
let chosen = '';
let lines = [];

const keyOf = (...parts) => JSON.stringify(parts);

/** Nodes and lines of what a filter leaves. */
function graphOf(state, filter) {
  // Who is assigned to an API as such holds nothing of it, but is let in to it.
  const held = state.grants.filter((one) => !one.isRevoked).flatMap(({ holder, api, values }) => (values.length === 0 ? [''] : values).map((value) => ({ holder: holder.key, api, value })));
  const free = state.preAuthorizations.flatMap(({ client, api, values }) => values.map((value) => ({ holder: client, api, value })));
  const holdings = [...held, ...free];
  const asking = overview.routes.flatMap((route) => [...new Set(route.needs.flat())].map((value) => ({ route: route.key, api: route.api, value })));
  const has = (...texts) => filter === '' || texts.some((text) => String(text).toLowerCase().includes(filter));
  const routes = overview.routes.filter((route) => has(route.api, route.key, route.path, route.needs.flat().join(' '), route.methods.join(' ')) || holdings.some(({ holder, api, value }) => api === route.api && route.needs.flat().includes(value) && has(holder)));
  const holders = [
    ...overview.callers.map(({ key, kind }) => ({ key, kind, of: 'caller' })),
    ...overview.groups.map((key) => ({ key, kind: 'group', of: 'group' })),
    ...overview.people.map((key) => ({ key, kind: 'person', of: 'person' })),
  ].filter(({ key }) => has(key) || holdings.some((one) => one.holder === key && has(one.api, one.value)));
  return { holdings, asking, routes, holders };
}

function capped(nodes) {
  return { shown: nodes.slice(0, MOST_NODES), more: nodes.length - Math.min(nodes.length, MOST_NODES) };
}

function moreOf(more, what) {
  return more === 0 ? undefined : el('p', { class: 'kind' }, 'and ' + more + ' more ' + what + ': filter to see them');
}

function node(key, press, ...children) {
  return el('button', { type: 'button', class: 'node', 'data-key': key, 'aria-pressed': String(chosen === key), click: () => press(key), mouseenter: () => light(key), mouseleave: () => light(chosen), focus: () => light(key), blur: () => light(chosen) }, children);
}

function showGraph(state) {
  const filter = byId('filter').value.trim().toLowerCase();
  const { holdings, asking, routes, holders } = graphOf(state, filter);
  const left = capped(holders);
  const right = capped(routes);
  const apis = overview.apis.filter(({ key }) => filter === '' || key.toLowerCase().includes(filter) || right.shown.some(({ api }) => api === key) || holdings.some((one) => one.api === key && left.shown.some((holder) => holder.key === one.holder)));
  const middle = capped(apis);
  const drawing = svg('svg', { 'aria-hidden': 'true' });
  const org = el('div', { class: 'org' }, drawing,
    el('div', { class: 'column' }, el('h3', {}, 'Callers and people'), left.shown.map(({ key, kind, of }) => node(keyOf('holder', key), of === 'caller' ? chooseCaller : choose, own(key), el('span', { class: 'kind' }, kind))), moreOf(left.more, 'callers')),
    el('div', { class: 'column' }, el('h3', {}, 'APIs, their roles and scopes'), middle.shown.map(({ key, values, isExternal }) => {
      const used = values.filter(({ value }) => !isExternal || holdings.some((one) => one.api === key && one.value === value));
      return el('div', { class: 'api' }, el('p', { class: 'name' }, own(key), isExternal ? el('span', { class: 'kind' }, ' registered elsewhere') : undefined), holdings.some((one) => one.api === key && one.value === '') ? node(keyOf('value', key, ''), choose, 'the API as such', el('span', { class: 'kind' }, 'assigned people')) : undefined, used.slice(0, MOST_NODES).map(({ value, note }) => node(keyOf('value', key, value), choose, own(value), el('span', { class: 'kind' }, note))));
    }), moreOf(middle.more, 'APIs')),
    el('div', { class: 'column' }, el('h3', {}, 'Routes'), right.shown.map((route) => node(keyOf('route', route.api, route.key), () => chooseRoute(route), route.methods.map((method) => el('span', { class: 'method' }, method)), own(route.path, 'mono'), el('span', { class: 'kind' }, own(route.api + '.' + route.key), route.isPublic ? ', public' : route.needs.length === 0 ? ', nobody' : ''))), moreOf(right.more, 'routes')),
  );
  byId('graph').replaceChildren(holders.length + routes.length === 0 ? empty('Nothing has that in it.') : org);
  lines = [
    ...holdings.map(({ holder, api, value }) => [keyOf('holder', holder), keyOf('value', api, value)]),
    ...asking.map(({ route, api, value }) => [keyOf('value', api, value), keyOf('route', api, route)]),
  ];
  drawLines();
}

function nodesByKey() {
  return new Map([...byId('graph').querySelectorAll('.node')].map((one) => [one.dataset.key, one]));
}

function drawLines() {
  const drawing = byId('graph').querySelector('svg');
  if (drawing === null) return;
  const nodes = nodesByKey();
  const origin = drawing.getBoundingClientRect();
  drawing.replaceChildren(...lines.flatMap(([from, to]) => {
    const [one, other] = [nodes.get(from), nodes.get(to)];
    if (one === undefined || other === undefined) return [];
    const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
    const [x1, y1, x2, y2] = [a.right - origin.left, a.top + a.height / 2 - origin.top, b.left - origin.left, b.top + b.height / 2 - origin.top];
    const half = (x1 + x2) / 2;
    return [svg('path', { d: 'M' + x1 + ' ' + y1 + 'C' + half + ' ' + y1 + ' ' + half + ' ' + y2 + ' ' + x2 + ' ' + y2, 'data-from': from, 'data-to': to })];
  }));
  light(chosen);
}

/** Lights what is before and behind a node. */
function light(key) {
  const org = byId('graph').querySelector('.org');
  if (org === null) return;
  const lit = new Set(key === '' ? [] : [key]);
  const follow = (at, from, to) => {
    for (const line of lines) if (line[from] === at && !lit.has(line[to])) { lit.add(line[to]); follow(line[to], from, to); }
  };
  if (key !== '') { follow(key, 0, 1); const ahead = [...lit]; follow(key, 1, 0); for (const one of ahead) lit.add(one); }
  org.classList.toggle('chosen', key !== '');
  for (const [own, element] of nodesByKey()) {
    element.classList.toggle('lit', lit.has(own));
    element.setAttribute('aria-pressed', String(own === chosen));
  }
  for (const path of org.querySelectorAll('path')) path.classList.toggle('lit', lit.has(path.dataset.from) && lit.has(path.dataset.to));
}

function choose(key) {
  chosen = chosen === key ? '' : key;
  light(chosen);
  if (chosen === '') byId('detail').replaceChildren();
}

function chooseCaller(key) {
  choose(key);
  const [, caller] = JSON.parse(key);
  setCaller(caller);
}

function whoWords({ caller, as, principals, together, isOpenSet, isCertain }) {
  const people = principals.map((one) => one.kind + ' ' + one.key).join(together ? ' and ' : ' or ');
  return (isOpenSet ? 'whoever is ' : '') + caller + (as === 'person' ? ' for ' + (people === '' ? 'anybody who signs in' : people) : '') + (isCertain ? '' : ' (cannot be told)');
}

function chooseRoute(route) {
  choose(keyOf('route', route.api, route.key));
  const needs = route.isPublic ? ['nothing: it is public'] : route.needs.length === 0 ? ['what nobody has: it is shut'] : route.needs.map((one) => one.length === 0 ? 'a token' : one.join(' and '));
  byId('detail').replaceChildren(el('h3', {}, own(route.api + '.' + route.key), ' asks for ', own(needs.join(', or '))),
    route.who.length === 0 ? el('p', {}, 'Nobody can call it.') : el('ul', {}, route.who.slice(0, MOST_NODES).map((one) => el('li', {}, own(whoWords(one)))), route.who.length > MOST_NODES ? el('li', {}, 'and ' + (route.who.length - MOST_NODES) + ' more') : undefined));
  const [door] = route.doors;
  if (door !== undefined) setDoor(door);
  setApi(route.api);
}
`;
