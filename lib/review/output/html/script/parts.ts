/** Badges, tables and lists of the review. */
export const PARTS = String.raw`
const SYMBOLS = { gained: '+', lost: '\u2212', unknown: '?', both: '\u00b1', same: '' };

function badge(kind, label, sign) {
  return el('span', { class: 'badge ' + kind }, el('span', { class: 'symbol', 'aria-hidden': 'true' }, sign || SYMBOLS[kind] || '\u2022'), label);
}

/** Elements of a list, of which the next are made when they are asked for. */
function paged(container, items, show, size) {
  let shown = 0;
  const more = button('', () => {
    const next = add();
    const target = next && (next.querySelector('summary, button') || next);
    if (target) target.focus();
  }, 'more');
  function add() {
    const next = items.slice(shown, shown + size).map(show);
    container.append(...next);
    shown += next.length;
    more.hidden = shown >= items.length;
    more.textContent = 'Show ' + Math.min(size, items.length - shown) + ' more of ' + items.length.toLocaleString('en');
    return next[0];
  }
  add();
  return [container, more];
}

function table(caption, heads, rows) {
  return el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption }, el('table', {},
    el('thead', {}, el('tr', {}, heads.map((head) => el('th', { scope: 'col' }, head)))),
    el('tbody', {}, rows.map((cells) => el('tr', {}, cells.map((cell) => el('td', {}, cell)))))));
}
`;
