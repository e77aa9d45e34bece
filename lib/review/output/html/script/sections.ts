/** The sections of rows, and the verdict above them. */
export const SECTIONS = String.raw`
const LEVELS = { blocking: 'Blocking', review: 'To review', clean: 'Clean' };
const LEVEL_SYMBOLS = { blocking: '\u2715', review: '!', clean: '\u2713' };

function level(of, isShort) {
  return el('span', { class: 'level ' + of }, el('span', { class: 'symbol', 'aria-hidden': 'true' }, LEVEL_SYMBOLS[of]), isShort ? unseen(LEVELS[of] + ': ') : LEVELS[of]);
}

function showVerdict() {
  const { review } = current();
  const { verdict } = review;
  const tiles = [
    ['Blocking', verdict.blocking, 'blocking'],
    ['To review', verdict.toReview, 'gained'],
    ['Access gained', verdict.gained, 'gained'],
    ['Access lost', verdict.lost, 'lost'],
    ['Access unknown', verdict.unknown, 'unknown'],
    ['Open to anyone', verdict.unauthenticated, 'blocking'],
    ['New consents', verdict.consents, 'gained', verdict.consentRisk],
    ['Outages', verdict.outages, 'blocking'],
    ['Unexplained', verdict.unexplained, 'unknown'],
    ['Lint errors', verdict.lintErrors, 'blocking'],
  ];
  byId('verdict').replaceChildren(
    el('div', { class: 'headline ' + verdict.level }, level(verdict.level), el('h1', {}, own(review.name)), el('p', { class: 'verdict-line' }, own(verdict.line.replace(/^[⛔⚠✅] /u, ''))),
      el('p', { class: 'about' }, ['Environment ', own(review.environment)], [' \u00b7 Tenant ', own(review.tenantId)], [' \u00b7 Kong ', own(review.kongVersion)],
        [' \u00b7 Stacks ', review.stacks.map((stack, at) => [at === 0 ? '' : ', ', own(stack)])])),
    el('dl', { class: 'tiles' }, tiles.map(([label, value, kind, risk]) => el('div', { class: value === 0 ? 'tile none' : 'tile ' + kind },
      el('dt', {}, label), el('dd', {}, value.toLocaleString('en'), risk ? el('span', { class: 'tag risk' }, risk + ' risk') : '')))));
}

/** A section with its title, number and content; without anything to show it is hidden. */
function section(id, title, total, shown, content, lead) {
  const isFiltered = shown !== total;
  const place = byId(id);
  place.hidden = total === 0;
  place.replaceChildren(
    el('header', { class: 'title' }, el('h2', { id: id + '-title' }, title),
      el('span', { class: 'number' }, isFiltered ? shown.toLocaleString('en') + ' of ' + total.toLocaleString('en') : total.toLocaleString('en'))),
    lead ? el('p', { class: 'lead' }, lead) : '',
    ...(shown === 0 ? [el('p', { class: 'empty' }, nothing(id))] : content));
}

function nothing(id) {
  const isWhole = id === 'graph' || id === 'matrix';
  return isWhole && state.changed && !isFiltered() ? 'No route changes. Switch \u201cChanged only\u201d off to see all of them.' : 'Nothing here matches the filters.';
}

function rows(id, title, all, shown, show, lead) {
  section(id, title, all.length, shown.length, paged(el('ul', { class: 'rows' }), shown, show, 50), lead);
}

function notice(kind, title, items) {
  return items.length === 0 ? '' : el('div', { class: 'notice ' + kind }, el('h3', {}, title), paged(el('ul', { class: 'plain' }), items, (item) => el('li', {}, own(item)), 50));
}

function showTrust() {
  const { disagreements, notJudged, deceptiveNames } = current().review;
  const total = disagreements.length + notJudged.length + deceptiveNames.length;
  section('trust', 'Before you trust this', total, total, [
    disagreements.length === 0 ? '' : el('div', { class: 'notice blocking' }, el('h3', {}, 'Files contradict each other'),
      paged(el('ul', { class: 'plain' }), disagreements, (one) => el('li', {}, own(one.what, 'name'), ': ', own(one.was), ' and ', own(one.now), el('br', {}), placeShown(one.place)), 50)),
    notice('unknown', 'Names that are not what they look like', deceptiveNames),
    notice('unknown', 'Not judged', notJudged),
  ]);
}

function showAccess() {
  const { access } = current();
  rows('access', 'Access', access, shownAccess(), accessShown, 'Who can call what they could not, and who no longer can. Open a row for its causes.');
}

const SECTION_TITLES = {
  consents: 'Consents', credentials: 'Credentials', routes: 'Routes', hardening: 'Checks of the gateway', people: 'People and groups',
  registrations: 'Registrations', carried: 'Carried to services', stacks: 'Stacks', other: 'Other',
};

function changesOf(isOfSettings) {
  return current().review.changes.filter((row) => (row.section === 'settings') === isOfSettings);
}

function shownChanges(changes) {
  return shownOf(changes, (row) => [row.subject, row.what, row.was, row.now, row.section, row.approver, ...row.notes]);
}

function showSettings() {
  const settings = changesOf(true);
  rows('settings', 'Standards and waivers that this change would have', settings, shownChanges(settings), changeShown, 'They count once they are merged.');
}

function showChanges() {
  const changes = changesOf(false);
  const shown = shownChanges(changes);
  const groups = Object.entries(SECTION_TITLES).map(([id, title]) => [title, shown.filter((row) => row.section === id)]).filter(([, found]) => found.length > 0);
  section('changes', 'Other changes', changes.length, shown.length,
    groups.map(([title, found]) => [el('h3', {}, title, ' ', el('span', { class: 'number' }, found.length)), ...paged(el('ul', { class: 'rows changes' }), found, changeShown, 50)]).flat());
}

function showRest() {
  const { review } = current();
  const unexplained = shownOf(review.unexplained, (leaf) => [leaf.place.file, ...leaf.place.path, leaf.was, leaf.now]);
  section('unexplained', 'Unexplained values', review.unexplained.length, unexplained.length,
    paged(el('ul', { class: 'plain values' }), unexplained, leafShown, 50), 'Values that change, and that no row above tells of.');
  const lint = shownOf(review.lint, (row) => [row.rule, row.key, row.message, row.fix, row.severity]);
  rows('lint', 'Lint', review.lint, lint, lintShown, 'What a rule finds in HEAD and did not find in BASE.');
  const counts = ['create', 'update', 'replace', 'destroy', 'import', 'move'];
  section('resources', 'Resources', review.resources.length, review.resources.length, [
    table('Resources of each stack', ['Stack', 'From', 'Create', 'Update', 'Replace', 'Destroy', 'Import', 'Move'],
      review.resources.map((one) => [own(one.stack), one.from, ...counts.map((kind) => el('span', { class: one[kind] === 0 ? 'none' : 'some' }, one[kind]))])),
  ]);
  section('inputs', 'What was compared', review.inputs.length, review.inputs.length, [
    table('What was compared', ['Side', 'What', 'SHA-256 of its files'], review.inputs.map((one) => [one.side.toUpperCase(), own(one.what), el('code', {}, own(one.digest))])),
    facts([['Same report', el('code', {}, own(report.command))], ['Digest of all inputs', el('code', {}, own(report.digest))], ['Version', own(report.version)]]),
  ]);
}
`;
