/** Elements, made of names this script gives and texts that are never read as anything else. */
export const DOM = String.raw`
/**
 * @param {string} space
 * @param {string} tag
 * @param {Record<string, unknown>} attributes
 * @param {any[]} children
 */
function make(space, tag, attributes, children) {
  const element = document.createElementNS(space, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat(5).filter((child) => child !== undefined && child !== ''));
  return element;
}

/** @returns {any} */
function el(tag, attributes, ...children) {
  return make('http://www.w3.org/1999/xhtml', tag, attributes, children);
}

/** @returns {any} */
function svg(tag, attributes, ...children) {
  return make('http://www.w3.org/2000/svg', tag, attributes, children);
}

/** @returns {any} */
function byId(id) {
  return document.getElementById(id);
}

/** A text of the definition, whose direction of writing is its own affair. */
function own(text, className) {
  return el('bdi', { class: className }, text);
}

function hint(text) {
  return el('span', { class: 'unseen' }, text);
}

function number(value, one, many) {
  return value.toLocaleString('en') + ' ' + (value === 1 ? one : many || one + 's');
}

function button(label, press, className) {
  const made = el('button', { type: 'button', class: className || 'quiet' }, label);
  made.addEventListener('click', press);
  return made;
}

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
