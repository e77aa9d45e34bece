/** What the chosen node is, and what can be tried with it. */
export const INSPECTOR = String.raw`
const MOST_LISTED = 12;

function listed(label, items, show) {
  if (items.length === 0) return '';
  const rest = items.length - MOST_LISTED;
  return [el('h3', {}, label), el('ul', { class: 'list' }, items.slice(0, MOST_LISTED).map((item) => el('li', {}, show(item))), rest > 0 ? el('li', { class: 'hint' }, 'and ' + rest + ' more') : '')];
}

function showInspector() {
  const node = web.nodes.get(chosen);
  const place = byId('inspector');
  if (node === undefined) {
    place.replaceChildren(el('p', { class: 'hint' }, 'Choose a client, a role or a route to see who gets in, and to try it. Arrow keys move between them.'));
    return;
  }
  place.replaceChildren(...{ holder: holderShown, value: valueShown, route: routeShown }[node.side](node).flat(3).filter((child) => child !== ''));
}

/** A way in that can be tried: the token is got as that caller, and the route is called by its door. */
function tryButton(route, who) {
  const door = route.doors.find((one) => who === undefined || who.doors.includes(one.name));
  if (door === undefined || (who && who.isOpenSet && who.as !== 'anonymous')) return '';
  const label = who === undefined || who.as === 'anonymous' ? 'Call without a token' : 'Try';
  const made = button([label, unseen(who === undefined ? '' : ' as ' + whoText(who))], () => void tryOut(made, route, door, who), 'quiet small');
  return made;
}

async function tryOut(pressed, route, door, who) {
  await doing(byId('call-said'), pressed, async () => {
    fillDoor(route, door);
    byId('tamper').value = '';
    byId('call-token').value = '';
    if (who !== undefined && who.as !== 'anonymous') {
      fillToken(who.caller, route.api, who.as === 'person' ? who.principals : undefined, who.together);
      const got = await getToken();
      if (!got) return;
    }
    await makeCall();
  });
}

function routeShown({ route }) {
  return [
    el('h2', {}, el('span', { class: 'method' }, own(route.methods.join(' ') || 'ANY')), ' ', own(route.path, 'path')),
    facts([['Route', own(route.api + '.' + route.key)], ['Asks for', own(needText(route))], ['Doors', el('ul', { class: 'plain' }, route.doors.map((door) => el('li', {}, own(door.method + ' ' + door.scheme + '://' + door.host + door.path), ' ', el('span', { class: 'hint' }, own(door.name)))))]]),
    route.who.length === 0 ? el('p', { class: 'hint' }, 'Nobody gets in.') : '',
    listed('Who gets in, by the matrix', route.who, (who) => [el('span', {}, own(whoText(who)), who.isCertain ? '' : el('span', { class: 'hint' }, ' cannot be told for certain')), tryButton(route, who)]),
    el('p', {}, tryButton(route)),
  ];
}

function holderShown(node) {
  const reached = overview.routes.flatMap((route) => route.who.filter((who) => isOf(who, node)).map((who) => ({ route, who })));
  const grants = state.grants.filter(({ holder }) => holder.kind === node.kind && holder.key === node.key);
  return [
    el('h2', {}, own(node.key), ' ', el('span', { class: 'kind' }, node.note)),
    node.caller ? facts([['Name', own(node.caller.name)], ...(node.caller.team ? [['Team', own(node.caller.team)]] : [])]) : '',
    listed('Holds', grants, (grant) => grantShown(grant, false)),
    listed('Gets in, by the matrix', reached, ({ route, who }) => [el('span', {}, el('span', { class: 'method' }, own(route.methods.join(' ') || 'ANY')), ' ', own(route.path, 'path'), ' ', el('span', { class: 'hint' }, own(whoText(who)))), tryButton(route, who)]),
    reached.length === 0 ? el('p', { class: 'hint' }, 'Gets in nowhere.') : '',
  ];
}

function isOf(who, node) {
  return node.kind === 'caller' ? who.caller === node.key : who.principals.some((one) => one.kind === node.kind && one.name === node.key);
}

function valueShown(node) {
  const holders = web.holds.filter(({ to }) => to === node.id).map(({ grant }) => grant);
  const routes = web.needs.filter(({ from }) => from === node.id).map(({ to }) => web.nodes.get(to).route);
  return [
    el('h2', {}, own(node.value), ' ', el('span', { class: 'kind' }, node.note)),
    facts([['API', own(node.api)]]),
    listed('Held by', holders, (grant) => grantShown(grant, true)),
    holders.length === 0 ? el('p', { class: 'hint' }, 'Nobody holds it.') : '',
    listed('Asked for by', routes, (route) => [el('span', {}, el('span', { class: 'method' }, own(route.methods.join(' ') || 'ANY')), ' ', own(route.path, 'path'))]),
  ];
}

/** A grant with the button that takes it away or gives it back. */
function grantShown(grant, isHolder) {
  const what = grant.values.join(', ') || 'the API as such';
  const text = isHolder ? grant.holder.key : what + ' of ' + grant.api;
  const said = (grant.isRevoked ? 'Give back ' : 'Revoke ') + what + ' of ' + grant.api + ', ' + grant.holder.kind + ' ' + grant.holder.key;
  const made = button(grant.isRevoked ? 'Give back' : 'Revoke', () => void flipGrant(grant, made), 'quiet small');
  made.dataset.grant = grantKey(grant);
  made.setAttribute('aria-label', said);
  return [el('span', { class: grant.isRevoked ? 'gone' : '' }, own(text), grant.kind === 'pre-authorization' ? el('span', { class: 'tag' }, 'pre-authorized by the API') : '', grant.isRevoked ? el('span', { class: 'tag' }, 'revoked') : ''), made];
}

function grantKey({ holder, api, kind, values }) {
  return JSON.stringify([holder.kind, holder.key, api, kind, values]);
}

/** Takes a grant away or gives it back. The focus stays at its button, which is drawn anew. */
async function flipGrant(grant, pressed) {
  const part = pressed.closest('#inspector') ? 'inspector' : 'cards';
  const place = byId(part === 'inspector' ? 'inspector-said' : 'grants-said');
  await doing(place, pressed, async () => {
    const { said } = await ask('grants', { id: grant.id, action: grant.isRevoked ? 'give back' : 'revoke' });
    await refreshState();
    showGraph();
    place.replaceChildren(own(said));
    const again = [...byId(part).querySelectorAll('[data-grant]')].find((one) => one.dataset.grant === grantKey(grant));
    if (again) again.focus();
  });
}
`;
