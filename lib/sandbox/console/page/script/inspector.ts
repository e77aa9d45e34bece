/** What the chosen node is, and what can be tried with it. */
export const INSPECTOR = String.raw`
const MOST_LISTED = 12;

function listed(label, items, show) {
  if (items.length === 0) return '';
  const shown = (some) => some.map((item) => el('li', {}, show(item)));
  const list = el('ul', { class: 'list' }, shown(items.slice(0, MOST_LISTED)));
  const rest = items.slice(MOST_LISTED);
  if (rest.length > 0) {
    const more = button('Show ' + rest.length + ' more', () => {
      const added = shown(rest);
      more.closest('li').replaceWith(...added);
      const next = added[0].querySelector('button');
      if (next) next.focus();
    }, 'quiet small');
    list.append(el('li', {}, more));
  }
  return [el('h3', {}, label), list];
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
  const said = el('div', { class: 'tried', role: 'status' });
  const made = button([label, unseen(who === undefined ? '' : ' as ' + whoText(who))], () => void tryOut(made, said, route, door, who), 'quiet small');
  return [who && who.as !== 'anonymous' && isRevokedFor(route, who) ? el('span', { class: 'tag' }, 'a grant is revoked') : '', made, said];
}

/** Whether something that a way in may hang on was taken away here: the matrix is the definition's, and does not know. */
function isRevokedFor(route, who) {
  const holders = [['caller', who.caller], ...who.principals.map(({ kind, name }) => [kind, name])];
  return state.grants.some(({ isRevoked, api, holder }) => isRevoked && api === route.api && holders.some(([kind, key]) => holder.kind === kind && holder.key === key));
}

async function tryOut(pressed, said, route, door, who) {
  await doing(said, pressed, async () => {
    forgetCall();
    fillDoor(route, door, methodTried(route, door));
    byId('tamper').value = '';
    byId('call-token').value = '';
    if (who !== undefined && who.as !== 'anonymous') {
      fillToken(who.caller, route.api, who.as === 'person' ? who.principals : undefined, who.together);
      const refusal = await getToken();
      if (refusal !== undefined) {
        said.replaceChildren(badge('fail', 'No token: ' + refusal));
        return;
      }
    }
    const [kind, text] = verdictOf(await makeCall());
    said.replaceChildren(badge(kind, text), el('a', { href: '#steps' }, 'The five steps'));
  });
}

/** The method that the inspector's list says, where the route has several. */
function methodTried(route, door) {
  const list = byId('inspector').querySelector('select[name=method]');
  return list && route.methods.includes(list.value) ? list.value : door.method;
}

function methodsShown(route) {
  if (route.methods.length < 2) return '';
  return el('label', { class: 'field short' }, 'Method to try', el('select', { name: 'method' }, route.methods.map((method) => el('option', { value: method }, method))));
}

function routeShown({ route }) {
  return [
    el('h2', {}, el('span', { class: 'method' }, own(route.methods.join(' ') || 'ANY')), ' ', own(route.path, 'path')),
    facts([['Route', own(route.api + '.' + route.key)], ['Asks for', own(needText(route))], ['Doors', el('ul', { class: 'plain' }, route.doors.map((door) => el('li', {}, own((route.methods.join(' ') || door.method) + ' ' + door.scheme + '://' + door.host + door.path), ' ', el('span', { class: 'hint' }, own(door.name)))))]]),
    methodsShown(route),
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
  const what = grant.values.join(', ') || AS_SUCH;
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
    place.replaceChildren(own(said));
    const again = [...byId(part).querySelectorAll('[data-grant]')].find((one) => one.dataset.grant === grantKey(grant));
    if (again) again.focus();
  });
}
`;
