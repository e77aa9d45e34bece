/** What can be changed: keys, clocks, secrets, limits, grants. */
export const CONTROLS = String.raw`
const MOST_GRANTS = 60;
const KEY_WORDS = { signs: 'signs, and verifies', announced: 'announced: verifies only', verifies: 'no longer signs, still verifies' };

/** Shows anew what can be changed, and what hangs on it. The graph is drawn anew only where it is another. */
async function refreshState() {
  const before = JSON.stringify(state.grants);
  state = await ask('state', {});
  showState();
  if (JSON.stringify(state.grants) === before) return;
  web = webOf();
  showGraph();
}

/** A card whose place for what was done stays, so that it is read out. */
function card(id, title, about, content) {
  return el('section', { class: 'card', id: id + '-card', 'aria-labelledby': id + '-title' }, el('h3', { id: id + '-title' }, title), about ? el('p', { class: 'hint' }, about) : '', content, el('div', { id: id + '-now' }), el('div', { id: id + '-said', class: 'said', role: 'status' }));
}

function change(id, label, place, content, name) {
  const made = button(label, () => void doing(byId(id + '-said'), made, async () => {
    const { said } = await ask(place, content());
    await refreshState();
    byId(id + '-said').replaceChildren(own(said));
  }));
  if (name) made.setAttribute('aria-label', name);
  return made;
}

function numberField(id, label, hint) {
  return el('label', { class: 'field' }, label, ' ', el('span', { class: 'hint' }, hint), el('input', { id, type: 'number', step: '1', value: '0' }));
}

function makeControls() {
  const client = el('select', { id: 'secret-client' });
  const filter = el('input', { type: 'search', id: 'grant-filter', placeholder: 'Holder, API, role', autocomplete: 'off', spellcheck: 'false' });
  filter.addEventListener('input', showGrants);
  byId('cards').replaceChildren(
    card('keys', 'Signing keys', 'Announce, wait until gateways may have looked, roll over: no call fails. Replace all is the emergency: the gateway refuses new tokens until it looks again, as seldom as it is configured to.', el('div', { class: 'buttons' },
      change('keys', 'Announce a key', 'keys', () => ({ action: 'announce' })),
      change('keys', 'Roll over', 'keys', () => ({ action: 'roll over' })),
      change('keys', 'Replace all', 'keys', () => ({ action: 'replace all' })),
      change('keys', 'Let the gateway forget', 'keys', () => ({ action: 'forget at the gateway' })))),
    card('clock', 'Clocks', 'Tokens end, keys are looked for again and counts start anew by the clock of everything.', [
      el('div', { class: 'beside' }, numberField('advance', 'Put the clock of everything forward by', 'seconds, back where negative'), change('clock', 'Put forward', 'clock', () => ({ advanceSeconds: Number(byId('advance').value) }))),
      el('div', { class: 'beside' }, numberField('entra-ahead', 'Entra\u2019s clock is ahead of the gateway\u2019s by', 'seconds, for all tokens'), change('clock', 'Set', 'clock', () => ({ entraAheadSeconds: Number(byId('entra-ahead').value) }), 'Set Entra\u2019s clock'))]),
    card('secrets', 'Secrets of clients', 'A client whose secret has ended gets no token. Tokens that it has go on until they end.', [
      el('label', { class: 'field' }, 'Client', client), el('div', { class: 'buttons' },
        change('secrets', 'Let it end', 'secrets', () => ({ client: byId('secret-client').value, action: 'expire' })),
        change('secrets', 'Give a new one', 'secrets', () => ({ client: byId('secret-client').value, action: 'renew' })))]),
    card('limits', 'Rate limits', 'Starts all counts of calls anew.', el('div', { class: 'buttons' }, change('limits', 'Reset limits', 'limits', () => ({})))),
    el('section', { class: 'card whole', id: 'grants-card', 'aria-labelledby': 'grants-title' }, el('h3', { id: 'grants-title' }, 'Grants and assignments'),
      el('p', { class: 'hint' }, 'What is revoked is in no token from then on, as in reality; a token that was issued before keeps it until it ends.'),
      el('label', { class: 'field' }, unseen('Filter grants'), filter), el('div', { id: 'grants-now' }), el('div', { id: 'grants-said', class: 'said', role: 'status' })));
  options(client, state.secrets.map((one) => [one.client, one.client]), undefined);
  client.addEventListener('change', showSecret);
}

function showState() {
  if (!byId('keys-card')) makeControls();
  byId('keys-now').replaceChildren(el('ul', { class: 'plain' }, state.keys.map(({ kid, is }) => el('li', {}, el('code', {}, own(kid)), ' ', el('span', { class: 'tag' }, KEY_WORDS[is])))));
  const { at, aheadSeconds, entraAheadSeconds } = state.clock;
  byId('clock-now').replaceChildren(facts([['It is', el('time', { datetime: at }, at)], ['Ahead of this machine', aheadSeconds + ' s'], ['Entra ahead of the gateway', entraAheadSeconds + ' s']]));
  showSecret();
  showGrants();
}

function showSecret() {
  const one = state.secrets.find(({ client }) => client === byId('secret-client').value);
  byId('secrets-now').replaceChildren(one === undefined ? '' : el('p', {}, own(one.client), one.is === 'none yet' ? ' has no secret yet: one is made when it first needs it.' : ' has a secret that is ' + one.is + '.'));
}

function showGrants() {
  const words = folded(byId('grant-filter').value).split(/\s+/).filter(Boolean);
  const found = state.grants.filter(({ holder, api, values, kind }) => words.every((word) => folded([holder.key, holder.kind, api, kind, ...values].join(' ')).includes(word)));
  const rest = found.length - MOST_GRANTS;
  const rows = found.slice(0, MOST_GRANTS).map((grant) => {
    const [text, made] = grantShown(grant, false);
    return { cells: [[own(grant.holder.key), ' ', el('span', { class: 'kind' }, grant.holder.kind)], text, made] };
  });
  byId('grants-now').replaceChildren(
    found.length === 0 ? el('p', { class: 'empty' }, 'Nothing is held, or nothing matches.') : tableShown({ label: 'Grants and assignments', heads: ['Holder', 'Holds', '.Change'], rows, scroll: 'tall' }),
    rest > 0 ? el('p', { class: 'lead cut' }, 'and ' + rest.toLocaleString('en') + ' more: filter to see them') : '');
}
`;
