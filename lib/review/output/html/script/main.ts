/** What happens when something is chosen, typed or pressed. */
export const MAIN = String.raw`
const CONTENTS = [
  ['settings', 'Standards and waivers'], ['trust', 'Before you trust this'], ['access', 'Access'], ['graph', 'Who can call what'], ['matrix', 'Matrix'], ['changes', 'Other changes'],
  ['unexplained', 'Unexplained values'], ['lint', 'Lint'], ['resources', 'Resources'], ['inputs', 'What was compared'],
];
const THEMES = ['system', 'light', 'dark'];
const CONTROLS = ['search', 'direction', 'api', 'caller'];

function options(select, first, values) {
  select.replaceChildren(el('option', { value: '' }, first), ...values.map((value) => el('option', { value }, value.length > 60 ? value.slice(0, 60) + '\u2026' : value)));
}

function sortedSet(values) {
  return [...new Set(values)].sort();
}

function showDeployment() {
  const { review, entries, access } = current();
  Object.assign(state, { search: '', direction: '', api: '', caller: '' });
  const callers = entries.flatMap(({ links }) => links.map(({ one }) => one.who.caller)).concat(access.flatMap(({ who }) => who.map((one) => one.caller)));
  options(byId('api'), 'Any API', sortedSet(entries.map(({ route }) => route.api).concat(access.flatMap(({ routes }) => routes.map((route) => route.api)))));
  options(byId('caller'), 'Any caller', sortedSet(callers));
  for (const each of document.querySelectorAll('#deployments button')) {
    each.setAttribute('aria-current', String(each === document.querySelectorAll('#deployments button')[state.deployment]));
  }
  showVerdict();
  showTrust();
  update();
  byId('contents').replaceChildren(el('ul', {}, CONTENTS.filter(([id]) => !byId(id).hidden).map(([id, title]) => el('li', {}, el('a', { href: '#' + id }, title)))));
  document.title = 'Access review: ' + (review.name.length > 100 ? review.name.slice(0, 100) + '\u2026' : review.name);
}

function isFiltered() {
  return CONTROLS.some((id) => state[id] !== '');
}

/** Shows what the filters let through, and says how much that is. */
function update() {
  for (const id of CONTROLS) byId(id).value = state[id];
  byId('clear').disabled = !isFiltered();
  readSearch();
  matrixRows = MATRIX_ROWS;
  matrixColumns = MATRIX_COLUMNS;
  const shown = shownEntries();
  showSettings();
  showAccess();
  showGraph(shown);
  showMatrix(shown);
  showChanges();
  showRest();
  const rowsShown = shownAccess().length;
  byId('status').textContent = counted(rowsShown, 'access change') + ', ' + counted(shown.length, 'route') + ' shown';
}

/** Filters by what was pressed. The focus goes to what takes it back, since what was pressed is drawn anew. */
function setFilter(changes) {
  Object.assign(state, changes);
  update();
  byId('clear').focus();
}

function clear() {
  Object.assign(state, { search: '', direction: '', api: '', caller: '' });
  update();
  byId('search').focus();
}

function start() {
  const nav = byId('deployments');
  nav.hidden = report.deployments.length < 2;
  nav.append(el('ul', {}, report.deployments.map((review, at) => el('li', {}, button([level(review.verdict.level, true), own(review.name, 'name')], () => {
    state.deployment = at;
    showDeployment();
    byId('main').focus();
  }, 'deployment')))));
  for (const id of CONTROLS) byId(id).addEventListener('input', () => {
    state[id] = byId(id).value;
    update();
  });
  for (const radio of document.querySelectorAll('input[name=view]')) radio.addEventListener('change', (event) => {
    state.view = /** @type {any} */ (event.target).value;
    update();
  });
  byId('changed').addEventListener('change', () => {
    state.changed = byId('changed').checked;
    update();
  });
  byId('clear').addEventListener('click', clear);
  byId('theme').addEventListener('click', () => {
    const next = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme || 'system') + 1) % THEMES.length];
    document.documentElement.dataset.theme = next;
    byId('theme').textContent = 'Theme: ' + next;
  });
  document.addEventListener('keydown', (event) => {
    const target = /** @type {any} */ (event.target);
    if (event.key === '/' && !['INPUT', 'SELECT'].includes(target.tagName)) {
      event.preventDefault();
      byId('search').focus();
    }
    if (event.key === 'Escape' && isFiltered()) clear();
  });
  byId('page').hidden = false;
  if (report.deployments.length === 0) byId('verdict').append(el('h1', {}, 'Nothing was compared'));
  else showDeployment();
}

start();
`;
