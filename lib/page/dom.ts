/** Elements, made of names that a script gives and of texts that are never read as anything else. */
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
`;
