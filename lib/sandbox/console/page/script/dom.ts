/** Elements, made of names this script gives and texts that are never read as anything else; and questions to the console. */
export const DOM = String.raw`
/** @returns {any} */
function made(space, tag, attributes, children) {
  const element = document.createElementNS(space, tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat(4).filter((child) => child !== undefined && child !== ''));
  return element;
}

/** @returns {any} */
function el(tag, attributes, ...children) {
  return made('http://www.w3.org/1999/xhtml', tag, attributes, children);
}

/** @returns {any} */
function svg(tag, attributes, ...children) {
  return made('http://www.w3.org/2000/svg', tag, attributes, children);
}

/** @returns {any} */
function byId(id) {
  return document.getElementById(id);
}

/** A text of the deployment, whose direction of writing is its own affair. */
function own(text, className) {
  return el('bdi', { class: className }, String(text));
}

const MARKS = { pass: '\u2713', fail: '\u00d7', skipped: '\u2013' };

function mark(outcome, text) {
  return el('span', { class: 'mark ' + outcome }, el('i', { 'aria-hidden': 'true' }, MARKS[outcome]), text);
}

function button(text, press, className) {
  return el('button', { type: 'button', class: className || 'quiet small', click: press }, text);
}

function field(text, control, className) {
  return el('label', { class: className }, text, control);
}

function choice(id, options, chosen) {
  return el('select', { id }, options.map(([value, text]) => el('option', { value, selected: value === chosen }, text)));
}

function facts(rows) {
  return el('dl', { class: 'facts' }, rows.map(([name, text]) => [el('dt', {}, own(name)), el('dd', {}, own(text))]));
}

function empty(text) {
  return el('p', { class: 'empty' }, text);
}

let secret = '';

/** What the console answers to a question with the secret of this run. */
async function ask(place, body) {
  const response = await fetch(place, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer ' + secret },
    body: JSON.stringify(body || {}),
    cache: 'no-store',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
  });
  const answer = await response.json();
  if (!response.ok) throw new Refused(answer.problems);
  return answer;
}

class Refused extends Error {
  constructor(problems) {
    super(problems.map(({ where, what, fix }) => where + ' ' + what + '; ' + fix).join('\n'));
    this.problems = problems;
  }
}

/** Everything that is wrong, each with what to do. */
function wrongBox(error) {
  const problems = error instanceof Refused ? error.problems : [{ where: 'The sandbox', what: 'cannot be reached: ' + error.message, fix: 'see whether it still runs' }];
  return el('div', { class: 'notice fail', role: 'alert' }, el('h3', {}, 'That was not done'), el('ul', {}, problems.map(({ where, what, fix }) => el('li', {}, own(where), ' ', own(what), '. ', own(fix)))));
}

function say(text, isWrong) {
  const said = byId('said');
  said.className = isWrong ? 'said wrong' : 'said';
  said.textContent = text;
}
`;
