/** Elements, made of names that this script gives and of texts that are never read as anything else. */
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
  element.append(...children.flat(6).filter((child) => child !== undefined && child !== ''));
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

/** A text of somebody else's, whose direction of writing is its own affair. */
function own(text, className) {
  return el('bdi', { class: className }, text);
}

function unseen(text) {
  return el('span', { class: 'unseen' }, text);
}

function counted(value, one, many) {
  return value.toLocaleString('en') + ' ' + (value === 1 ? one : many || one + 's');
}

function button(label, press, className) {
  const made = el('button', { type: 'button', class: className || 'quiet' }, label);
  made.addEventListener('click', press);
  return made;
}

const MARKS = { pass: '\u2713', fail: '\u2715', skipped: '\u2013' };
const MARK_WORDS = { pass: 'passed', fail: 'failed', skipped: 'not reached' };

/** A sign with its word, so that neither colour nor sign alone says it. */
function mark(outcome) {
  return el('span', { class: 'mark ' + outcome }, el('span', { 'aria-hidden': 'true' }, MARKS[outcome]), unseen(MARK_WORDS[outcome] + ': '));
}

function badge(outcome, label) {
  return el('span', { class: 'badge ' + outcome }, el('span', { class: 'symbol', 'aria-hidden': 'true' }, MARKS[outcome]), label);
}

function facts(pairs) {
  return el('dl', { class: 'facts' }, pairs.map(([term, content]) => [el('dt', {}, term), el('dd', {}, content)]));
}

/** Names and what they hold, in two columns. */
function rowsShown(label, rows) {
  return el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label }, el('table', { class: 'claims' },
    el('tbody', {}, rows.map(([name, text]) => el('tr', {}, el('th', { scope: 'row' }, own(name)), el('td', {}, own(text)))))));
}

function lines(label, all) {
  return el('pre', { tabindex: '0', role: 'region', 'aria-label': label }, all.join('\n'));
}

function options(select, choices, chosen) {
  select.replaceChildren(...choices.map(([value, label]) => el('option', { value, selected: value === chosen }, label.length > 90 ? label.slice(0, 90) + '\u2026' : label)));
}
`;
