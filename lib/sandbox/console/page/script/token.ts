/** Getting a token as anybody, and what it says. */
export const TOKEN = String.raw`
/** @type {any} */
let shownToken;

function showChoices() {
  options(byId('token-client'), overview.callers.map(({ key, kind }) => [key, key + ' (' + kind + ')']), undefined);
  options(byId('token-api'), overview.audiences.map((key) => [key, key]), undefined);
  byId('groups').replaceChildren(...overview.groups.map((name) => el('label', { class: 'check' }, el('input', { type: 'checkbox', name: 'group', value: name }), own(name))));
  byId('people').replaceChildren(...overview.people.map((name) => el('option', { value: name })));
  byId('groups').closest('fieldset').hidden = overview.groups.length === 0;
}

function isForPerson() {
  return /** @type {any} */ (document.querySelector('input[name=for]:checked')).value === 'person';
}

function showPerson() {
  byId('person').hidden = !isForPerson();
}

/** Fills in whose token is wanted: of whoever is meant together all, else the first. */
function fillToken(client, api, principals, together) {
  byId('token-client').value = client;
  if (api !== undefined) byId('token-api').value = api;
  byId('skew').value = '0';
  /** @type {any} */ (document.querySelector('input[name=for][value=' + (principals === undefined ? 'itself' : 'person') + ']')).checked = true;
  showPerson();
  const meant = principals === undefined ? [] : together ? principals : principals.slice(0, 1);
  const person = meant.find((one) => one.kind === 'person');
  byId('person-name').value = person === undefined ? '' : person.name;
  for (const box of byId('groups').querySelectorAll('input')) box.checked = meant.some((one) => one.kind === 'group' && one.name === box.value);
}

/** Asks for a token as the form says. @returns {Promise<string | undefined>} the code of the refusal, where there is none */
async function getToken() {
  const groups = [...byId('groups').querySelectorAll('input:checked')].map((box) => box.value);
  const name = byId('person-name').value.trim();
  const skew = Number(byId('skew').value);
  const wanted = {
    client: byId('token-client').value,
    api: byId('token-api').value,
    ...(isForPerson() && { person: { ...(name !== '' && { name }), groups } }),
    ...(skew !== 0 && { skewSeconds: skew }),
  };
  const got = await ask('token', wanted);
  // A secret or a certificate may have come into being.
  await refreshState();
  if (got.refused) {
    byId('token-said').replaceChildren(el('div', { class: 'result fail' }, badge('fail', 'Entra refuses: ' + got.refused.code), el('p', {}, own(got.refused.message))));
    announce('Entra refuses: ' + got.refused.code);
    return got.refused.code;
  }
  const label = wanted.client + ' \u2192 ' + wanted.api + (wanted.person ? ', for ' + (name || (groups.length > 0 ? 'somebody of ' + groups.join(', ') : 'somebody')) : '') + (skew === 0 ? '' : ', ' + skew + ' s');
  kept = [{ handle: got.handle, label, number: (kept[0] ? kept[0].number : 0) + 1 }, ...kept].slice(0, 20);
  showKept(got.handle);
  showToken(got, label);
  announce('A token: ' + label);
  return undefined;
}

function showKept(chosenHandle) {
  options(byId('call-token'), [['', 'No token'], ...kept.map(({ handle, label, number }) => [handle, '#' + number + ' ' + label])], chosenHandle);
}

function showToken(got, label) {
  shownToken = undefined;
  const text = el('div', {});
  const show = button('Show the token', () => void doing(text, show, async () => {
    if (shownToken === undefined) {
      shownToken = (await ask('token/show', { handle: got.handle })).token;
      text.replaceChildren(el('p', { class: 'hint' }, 'Whoever has it may call as ' + label + ' until it ends.'), el('textarea', { readonly: true, rows: 5, 'aria-label': 'Token', spellcheck: 'false' }, shownToken));
    } else {
      shownToken = undefined;
      text.replaceChildren();
    }
    show.textContent = shownToken === undefined ? 'Show the token' : 'Hide the token';
  }));
  byId('token-said').replaceChildren(
    el('div', { class: 'result pass' }, badge('pass', 'A token for ' + Math.round(got.expiresInSeconds / 60) + ' minutes'), el('p', {}, own(label))),
    el('h3', {}, 'Claims'), rowsShown('Claims of the token', got.claims),
    el('h3', {}, 'Header'), rowsShown('Header of the token', got.header),
    el('p', {}, show), text);
}
`;
