/** Parts that several sections are made of: who, routes, needs, places, and a row that opens. */
export const ROWS = String.raw`
function whoShown(who) {
  if (who.as === 'anonymous') return el('span', { class: 'who open' }, 'Anyone, without a token');
  const people = who.people.map((person, at) => [
    at === 0 ? '' : who.together ? ' and ' : ' or ',
    own(person.name || person.objectId),
  ]);
  return el('span', { class: who.isOpenSet ? 'who open' : 'who' }, own(who.caller, 'name'), ' ',
    el('span', { class: 'kind' }, (who.isOpenSet ? 'any ' : '') + who.as, people.length > 0 ? [' of ', people] : ''));
}

function routeShown(route) {
  return el('span', { class: 'route' }, el('span', { class: 'method' }, own(route.methods.join(' ') || 'ANY')), ' ',
    own(route.path, 'path'), ' ', own(route.name, 'name'));
}

function needsShown(was, now) {
  if (was === now) return el('span', { class: 'needs' }, own(now));
  return el('span', { class: 'needs' }, unseen('was '), own(was === undefined ? 'absent' : was, 'was'),
    el('span', { class: 'arrow', 'aria-hidden': 'true' }, ' \u2192 '), unseen(', is '), own(now === undefined ? 'absent' : now, 'now'));
}

function placeShown(place) {
  return el('span', { class: 'place' }, own(place.file + (place.line === undefined ? '' : ':' + place.line)),
    place.path.length > 0 ? [' ', own(place.path.join(' \u203a '), 'path')] : '',
    place.construct ? [' ', own(place.construct, 'kind')] : '',
    place.side === 'base' ? [' ', el('span', { class: 'tag' }, 'only in BASE')] : '');
}

function leafShown(leaf) {
  const isKnown = leaf.was !== undefined || leaf.now !== undefined;
  return el('li', {}, placeShown(leaf.place), isKnown ? needsShown(leaf.was, leaf.now) : '');
}

function list(items, show) {
  return el('ul', { class: 'plain' }, items.map((item) => (show ? show(item) : el('li', {}, own(item)))));
}

/** Facts under their names; those that have nothing are left out. */
function facts(pairs) {
  const some = pairs.filter(([, content]) => content !== undefined && content !== '');
  return el('dl', { class: 'facts' }, some.map(([term, content]) => [el('dt', {}, term), el('dd', {}, content)]));
}

function many(items, show) {
  return items.length === 0 ? undefined : list(items, show);
}

/** A row that opens. What is within is made when it is opened for the first time. */
function opening(kind, heads, inside) {
  const details = el('details', {}, el('summary', {}, heads));
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) details.append(inside());
  });
  return el('li', { class: 'row ' + kind }, details);
}

function firstAndMore(items, show) {
  const rest = items.length - 2;
  return [items.slice(0, 2).map((item) => el('span', { class: 'line' }, show(item))), rest > 0 ? el('span', { class: 'tag' }, 'and ' + rest + ' more') : ''];
}

const DIRECTIONS = { gained: 'Gained', lost: 'Lost', unknown: 'Unknown' };

function accessShown(row) {
  return opening(row.direction, [
    badge(row.direction, DIRECTIONS[row.direction]),
    el('span', { class: 'cell' }, firstAndMore(row.who, whoShown)),
    el('span', { class: 'cell' }, firstAndMore(row.routes, routeShown)),
    el('span', { class: 'cell' }, needsShown(row.was, row.now)),
  ], () => facts([
    ['Notes', many(row.notes)],
    ['Because of', many(row.causes, leafShown)],
    ['Callers', row.who.length > 2 ? list(row.who, (who) => el('li', {}, whoShown(who))) : undefined],
    ['Routes', list(row.routes, (route) => el('li', {}, routeShown(route), ' ', el('code', {}, own(route.example))))],
    ['Must agree', many(row.teams)],
    ['Can act as the caller', many(row.actors)],
  ]));
}

const EFFECTS = { broadened: 'Wider', unknown: 'Unknown', narrowed: 'Narrower', neutral: 'Neutral' };
const KINDS = { broadened: 'gained', unknown: 'unknown', narrowed: 'lost', neutral: 'same' };

function changeShown(row) {
  const hasValues = row.was !== undefined || row.now !== undefined;
  return opening(row.isBlocking ? 'blocking' : KINDS[row.effect], [
    row.isBlocking ? badge('blocking', 'Blocking', '\u2715') : badge(KINDS[row.effect], EFFECTS[row.effect]),
    el('span', { class: 'cell' }, own(row.subject, 'name')),
    el('span', { class: 'cell wide' }, own(row.what), row.risk ? [' ', el('span', { class: 'tag risk' }, row.risk + ' risk')] : ''),
    el('span', { class: 'cell' }, hasValues ? needsShown(row.was, row.now) : ''),
  ], () => facts([
    ['Effect', EFFECTS[row.effect]],
    ['Must approve', row.approver === undefined ? undefined : own(row.approver)],
    ['Notes', many(row.notes)],
    ['Places', many(row.places, leafShown)],
  ]));
}

function lintShown(row) {
  const kind = row.waiver ? 'same' : row.severity === 'error' ? 'blocking' : row.severity === 'warning' ? 'gained' : 'same';
  return opening(kind, [
    row.waiver ? badge(kind, 'Accepted', '\u2713') : badge(kind, ...{ error: ['Error', '\u2715'], warning: ['Warning', '!'], info: ['Note', 'i'] }[row.severity]),
    el('span', { class: 'cell' }, own(row.key, 'name')),
    el('span', { class: 'cell wide' }, own(row.message)),
  ], () => facts([
    ['Fix', own(row.fix)],
    ['Rule', own(row.rule)],
    ['At', placeShown(row.place)],
    ['Accepted', row.waiver ? [own(row.waiver.reason), ', until ', own(row.waiver.expires)] : undefined],
  ]));
}
`;
