/** A table of routes by who enters, in parts that a browser can hold. */
export const MATRIX = String.raw`
const MATRIX_ROWS = 40;
const MATRIX_COLUMNS = 24;
let matrixRows = MATRIX_ROWS;
let matrixColumns = MATRIX_COLUMNS;

const CELLS = { gained: 'gained', lost: 'lost', unknown: 'cannot be told', same: 'can call' };

function cellShown(kind) {
  if (kind === undefined) return el('td', {}, unseen('no access'));
  const shown = kindInView(kind);
  return el('td', {}, el('span', { class: 'mark ' + shown + (shown === kind ? '' : ' moved'), 'aria-hidden': 'true' }, SYMBOLS[shown] || '\u25cf'), unseen(CELLS[shown]));
}

function matrixHead(columns) {
  return el('thead', {}, el('tr', {}, el('th', { scope: 'col', class: 'corner' }, 'Route'), el('th', { scope: 'col', class: 'need' }, 'Needs'),
    columns.map(({ who }) => el('th', { scope: 'col', class: 'caller' }, el('div', {}, whoShown(who))))));
}

function matrixBody(shown, columns) {
  let api;
  const made = [];
  for (const { entry: one, links } of shown) {
    if (one.route.api !== api) made.push(el('tr', { class: 'group' }, el('th', { scope: 'rowgroup', colspan: columns.length + 2 }, own(one.route.api))));
    api = one.route.api;
    const kinds = new Map(links.map((link) => [link.one.key, link.kind]));
    const needs = state.view === 'before' ? [one.needsWas, one.needsWas] : state.view === 'after' ? [one.needsNow, one.needsNow] : [one.needsWas, one.needsNow];
    made.push(el('tr', {}, el('th', { scope: 'row' }, routeShown(one.route)), el('td', { class: 'need' }, needsShown(needs[0], needs[1])),
      columns.map(({ key }) => cellShown(kinds.get(key)))));
  }
  return el('tbody', {}, made);
}

function showMatrix(shown) {
  const kept = shown.slice(0, matrixRows);
  const found = new Map(kept.flatMap(({ links }) => links.map(({ one }) => [one.key, one])));
  const columns = [...found.values()].sort((a, b) => a.words < b.words ? -1 : a.words > b.words ? 1 : 0);
  const wide = columns.slice(0, matrixColumns);
  const next = (rest, size, noun, grow) => rest <= 0 ? '' : button('Show ' + Math.min(rest, size) + ' more of ' + counted(rest, noun) + ' left', () => {
    grow();
    showMatrix(shown);
    byId('matrix').querySelector('.scroll').focus();
  }, 'more');
  section('matrix', 'Matrix', current().entries.length, shown.length, [
    el('div', { class: 'scroll tall', tabindex: '0', role: 'region', 'aria-label': 'Routes by who enters' },
      el('table', { class: 'matrix' }, matrixHead(wide), matrixBody(kept, wide))),
    el('p', { class: 'pages' }, next(shown.length - kept.length, MATRIX_ROWS, 'route', () => { matrixRows += MATRIX_ROWS; }),
      next(columns.length - wide.length, MATRIX_COLUMNS, 'caller', () => { matrixColumns += MATRIX_COLUMNS; })),
  ], state.view === 'changes'
    ? 'Each route by who enters: + gained, \u2212 lost, ? cannot be told, \u25cf unchanged.'
    : 'Each route by who ' + (state.view === 'before' ? 'entered before' : 'enters after') + ' the change. A frame is around what the change is about.');
}
`;
