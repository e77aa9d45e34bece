/** What is shown, and what of it the filters let through. */
export const MODEL = String.raw`
const report = JSON.parse(byId('report').textContent);
const state = { deployment: 0, search: '', direction: '', api: '', caller: '', view: 'changes', changed: true };
const indexes = new Map();
let searched = [''];

function folded(text) {
  return text.normalize('NFKC').toLowerCase();
}

function whoWords(who) {
  return folded([who.caller, who.as, ...who.people.map((person) => person.name + ' ' + person.objectId)].join(' '));
}

function routeWords(route) {
  return folded([route.name, route.api, ...route.methods, ...route.hosts, route.path].join(' '));
}

/** What of a deployment is looked up again and again, made once. */
function current() {
  const known = indexes.get(state.deployment);
  if (known) return known;
  const review = report.deployments[state.deployment];
  const access = review.access.map((row) => ({
    ...row,
    words: [row.who.map(whoWords), row.routes.map(routeWords), folded([row.was, row.now, ...row.teams, ...row.notes].join(' '))].flat(2).join(' '),
  }));
  const index = { review, access, entries: entriesOf(review) };
  indexes.set(state.deployment, index);
  return index;
}

function whoKey(who) {
  return JSON.stringify([who.caller, who.as, who.isOpenSet, who.together, who.people.map((person) => [person.kind, person.name, person.objectId])]);
}

function caller(who) {
  return { who, key: whoKey(who), words: whoWords(who) };
}

function routeKey(route) {
  return JSON.stringify([route.api, route.name]);
}

/** Routes with who enters before and after: who is new, gone, the same, or cannot be told. */
function entriesOf(review) {
  return review.matrix ? entriesOfMatrix(review.matrix, unknownAt(review.access)) : entriesOfRows(review.access);
}

function unknownAt(access) {
  const found = new Map();
  for (const row of access.filter((one) => one.direction === 'unknown')) {
    for (const key of row.routes.map(routeKey)) {
      const callers = found.get(key) || new Map();
      for (const who of row.who) callers.set(whoKey(who), who);
      found.set(key, callers);
    }
  }
  return found;
}

function entriesOfMatrix(matrix, unknown) {
  const callers = matrix.who.map((who) => caller(who));
  const byKey = new Map(callers.map((one) => [one.key, one]));
  const compared = new Map();
  const compare = (was, now) => {
    const key = was + ' ' + now;
    const known = compared.get(key);
    if (known) return known;
    const [before, after] = [new Set(matrix.sets[was]), new Set(matrix.sets[now])];
    const kindOf = (at) => (!before.has(at) ? 'gained' : !after.has(at) ? 'lost' : 'same');
    const all = [...new Set([...before, ...after])].map((at) => ({ one: callers[at], kind: kindOf(at), before: before.has(at) }));
    compared.set(key, all);
    return all;
  };
  return matrix.routes.map((route, at) => {
    const [was, now, needsWas, needsNow] = matrix.rows[at];
    const open = unknown.get(routeKey(route)) || new Map();
    const links = compare(was, now).filter((link) => !open.has(link.one.key));
    const entered = new Set(matrix.sets[was].map((place) => callers[place].key));
    const others = [...open].map(([key, who]) => ({ one: byKey.get(key) || caller(who), kind: 'unknown', before: entered.has(key) }));
    return entry(route, links.concat(others), matrix.needs[needsWas], matrix.needs[needsNow]);
  });
}

function entriesOfRows(access) {
  const entries = new Map();
  for (const row of access) {
    for (const route of row.routes) {
      const key = routeKey(route);
      const known = entries.get(key) || entry(route, [], row.was, row.now);
      entries.set(key, known);
      known.links.push(...row.who.map((who) => ({ one: caller(who), kind: row.direction, before: row.direction === 'lost' })));
      known.changed = true;
    }
  }
  return [...entries.values()];
}

function entry(route, links, needsWas, needsNow) {
  const changed = needsWas !== needsNow || links.some((link) => link.kind !== 'same');
  return { route, links, needsWas, needsNow, changed, words: routeWords(route) };
}

/** Reads the search anew. */
function readSearch() {
  searched = folded(state.search).split(/\s+/);
}

function matches(words) {
  return searched.every((word) => words.includes(word));
}

function shownAccess() {
  return current().access.filter((row) =>
    (state.direction === '' || row.direction === state.direction) &&
    (state.api === '' || row.routes.some((route) => route.api === state.api)) &&
    (state.caller === '' || row.who.some((who) => who.caller === state.caller)) &&
    matches(row.words));
}

/** Whether somebody is there in the view that is chosen: before, after, or in either. */
function isInView(link) {
  return state.view === 'changes' || (state.view === 'before' ? link.before : link.kind !== 'lost');
}

/** What the chosen view says of somebody: what becomes of them, or that they can call. */
function kindInView(kind) {
  return state.view === 'changes' || (state.view === 'after' && kind === 'unknown') ? kind : 'same';
}

/** Routes with those who enter that the filters let through. */
function shownEntries() {
  const search = state.search !== '' || state.caller !== '' || state.direction !== '';
  const shown = [];
  for (const one of current().entries) {
    if (state.changed && !one.changed) continue;
    if (state.api !== '' && one.route.api !== state.api) continue;
    const whole = matches(one.words);
    const links = one.links.filter((link) =>
      isInView(link) &&
      (state.direction === '' || link.kind === state.direction) &&
      (state.caller === '' || link.one.who.caller === state.caller) &&
      (whole || matches(one.words + ' ' + link.one.words)));
    if (links.length > 0 || !search || (whole && state.caller === '' && state.direction === '')) shown.push({ entry: one, links });
  }
  return shown;
}

function shownOf(rows, wordsOf) {
  return state.search === '' ? rows : rows.filter((row) => matches(folded(wordsOf(row).filter(Boolean).join(' '))));
}
`;
