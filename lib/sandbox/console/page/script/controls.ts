/** What can be changed: keys, clocks, grants, secrets and counts. */
export const CONTROLS = String.raw`
let current;

/** Does something, says what came of it, and shows what is so now. */
async function change(place, body) {
  try {
    const { said } = await ask(place, body);
    say(said);
    await readState();
  } catch (error) { say(error.message, true); }
}

async function readState() {
  current = await ask('/api/state');
  showGraph(current);
  showControls(current);
}

function control(title, lead, ...children) {
  return el('div', { class: 'control' }, el('h3', {}, title), el('p', { class: 'lead' }, lead), children);
}

const KEY_WORDS = { signs: 'signs', announced: 'announced', verifies: 'verifies only' };

function showControls({ keys, clock, grants, secrets }) {
  const number = (id, value) => el('input', { id, type: 'number', value, step: 1 });
  byId('controls-rows').replaceChildren(
    control('Signing keys', 'A rollover that is announced loses no call. When all keys are replaced at once, the gateway looks for the new ones after its pause.',
      el('ul', { class: 'choices' }, keys.map(({ kid, is }) => el('li', {}, el('code', {}, own(kid.slice(0, 12))), ' ', el('span', { class: 'tag' }, KEY_WORDS[is])))),
      el('p', { class: 'buttons' }, ['announce', 'roll over', 'replace all', 'forget at the gateway'].map((action) => button(action, () => change('/api/keys', { action }))))),
    control('Clocks', 'Everything here shares one clock; Entra may be ahead of the gateway, or behind it. It is ' + clock.at + ', ' + clock.aheadSeconds + ' s ahead of this machine; Entra ' + clock.entraAheadSeconds + ' s ahead of the gateway.',
      el('div', { class: 'fields' }, field('Put all forward, seconds', number('advance', 0)), button('Put forward', () => change('/api/clock', { advanceSeconds: Number(byId('advance').value) }), 'quiet'), field('Entra ahead of the gateway, seconds', number('ahead', clock.entraAheadSeconds)), button('Set', () => change('/api/clock', { entraAheadSeconds: Number(byId('ahead').value) }), 'quiet'))),
    control('Grants', 'A grant that is revoked is in no further token. Tokens that were issued before keep it until they end, as in reality.',
      el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Grants' }, el('table', {}, el('thead', {}, el('tr', {}, ['Who', 'API', 'Holds', ''].map((name) => el('th', { scope: 'col' }, name)))), el('tbody', {}, grants.slice(0, MOST_ROWS).map((one) => el('tr', {}, el('td', {}, own(one.holder.key), ' ', one.holder.kind === 'caller' ? undefined : el('span', { class: 'kind' }, one.holder.kind)), el('td', {}, own(one.api)), el('td', {}, own(one.values.join(', ') || 'the API as such', 'mono'), one.isRevoked ? el('span', { class: 'tag' }, 'revoked') : undefined), el('td', {}, button(one.isRevoked ? 'give back' : 'revoke', () => change('/api/grants', { id: one.id, action: one.isRevoked ? 'give back' : 'revoke' })))))))),
      grants.length > MOST_ROWS ? el('p', { class: 'kind' }, 'and ' + (grants.length - MOST_ROWS) + ' more') : undefined),
    control('Secrets', 'A client whose secret has ended gets no further token.',
      secrets.length === 0 ? empty('No client has one.') : el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Secrets' }, el('table', {}, el('thead', {}, el('tr', {}, ['Client', 'Its secret', ''].map((name) => el('th', { scope: 'col' }, name)))), el('tbody', {}, secrets.slice(0, MOST_ROWS).map(({ client, is }) => el('tr', {}, el('td', {}, own(client)), el('td', {}, el('span', { class: 'tag' }, is)), el('td', {}, button(is === 'expired' ? 'renew' : 'expire', () => change('/api/secrets', { client, action: is === 'expired' ? 'renew' : 'expire' }))))))))),
    control('Rate limits', 'Counts are this gateway\u2019s own.', button('Start all counts anew', () => change('/api/limits', {}))));
}
`;
