/** Marks, tables and lists of the console. */
export const PARTS = String.raw`
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

/** A table with heads; where there is little room each row becomes a block whose cells say their heads. An unseen head is written with a dot before it. */
function tableShown({ label, heads, rows, kind = '', scroll = '' }) {
  const cell = (tag, role, at, content) => el(tag, { role, 'data-head': heads[at].startsWith('.') ? '' : heads[at] }, content);
  return el('div', { class: 'scroll ' + scroll, tabindex: '0', role: 'region', 'aria-label': label }, el('table', { class: 'folding ' + kind, role: 'table' },
    el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, heads.map((head) => el('th', { scope: 'col', role: 'columnheader' }, head.startsWith('.') ? unseen(head.slice(1)) : head)))),
    el('tbody', { role: 'rowgroup' }, rows.map(({ outcome = '', cells: [first, ...others] }) => el('tr', { class: outcome, role: 'row' },
      el('th', { scope: 'row', role: 'rowheader' }, first), others.map((content, at) => cell('td', 'cell', at + 1, content)))))));
}

function lines(label, all) {
  return el('pre', { tabindex: '0', role: 'region', 'aria-label': label }, all.join('\n'));
}

function options(select, choices, chosen) {
  select.replaceChildren(...choices.map(([value, label]) => el('option', { value, selected: value === chosen }, label.length > 90 ? label.slice(0, 90) + '\u2026' : label)));
}
`;
