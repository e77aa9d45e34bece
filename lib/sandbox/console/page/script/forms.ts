/** Getting a token, and calling with it. */
export const FORMS = String.raw`
const tokens = [];

function showForms() {
  const people = [['', 'for itself'], ['?', 'for somebody'], ...overview.people.map((name) => ['=' + name, 'for ' + name])];
  const groups = overview.groups.map((name) => el('label', { class: 'check' }, el('input', { type: 'checkbox', name: 'group', value: name }), own(name)));
  byId('token-form').replaceChildren(
    field('Client', choice('client', overview.callers.map(({ key, kind }) => [key, key + ' (' + kind + ')']))),
    field('API', choice('api', overview.audiences.map((key) => [key, key]))),
    field('Asks', choice('person', people)),
    field('Clock ahead, seconds', el('input', { id: 'skew', type: 'number', value: '0', min: -86400, max: 86400 })),
    el('fieldset', { id: 'groups', class: 'wide', hidden: true }, el('legend', {}, 'In these groups, and in no other'), el('div', { class: 'choices' }, groups.length === 0 ? 'The environment has no group.' : groups)),
    el('button', { class: 'do' }, 'Get token'));
  byId('person').addEventListener('change', () => { byId('groups').hidden = byId('person').value === ''; });
  const doors = overview.routes.flatMap(({ doors: own }) => own);
  const tampered = [['', 'as it is'], ['claims', 'with other claims'], ['signature', 'with another signature'], ['algorithm', 'without a signature'], ['key', 'of an unknown key']];
  byId('call-form').replaceChildren(
    field('Route', el('select', { id: 'door', class: 'wide' }, el('option', { value: '' }, 'written by hand'), doors.map((door, at) => el('option', { value: at }, door.method + ' ' + door.host + door.path + ' (' + door.name + ')'))), 'wide'),
    field('Method', el('input', { id: 'method', value: 'GET', required: true, autocomplete: 'off' })),
    field('Scheme', choice('scheme', [['https', 'https'], ['http', 'http']])),
    field('Host', el('input', { id: 'host', required: true, autocomplete: 'off', spellcheck: 'false' })),
    field('Path', el('input', { id: 'path', required: true, value: '/', autocomplete: 'off', spellcheck: 'false' })),
    field('Token', el('select', { id: 'handle' }, el('option', { value: '' }, 'none'))),
    field('Sent', choice('tamper', tampered)),
    field('From address', el('input', { id: 'from', value: '127.0.0.1', autocomplete: 'off' })),
    field('Headers, one per line', el('textarea', { id: 'headers', rows: 2, spellcheck: 'false', placeholder: 'X-Name: value' }), 'wide'),
    el('button', { class: 'do' }, 'Call'));
  byId('door').addEventListener('change', () => { const door = doors[Number(byId('door').value)]; if (byId('door').value !== '') setDoor(door); });
  byId('call-form').doors = doors;
  if (doors.length > 0) setDoor(doors[0]);
}

function setCaller(key) {
  byId('client').value = key;
}

function setApi(key) {
  if (overview.audiences.includes(key)) byId('api').value = key;
}

function setDoor(door) {
  byId('door').value = String(byId('call-form').doors.findIndex((one) => one.name === door.name && one.method === door.method && one.path === door.path));
  for (const name of ['method', 'scheme', 'host', 'path', 'from']) byId(name).value = door[name];
  byId('headers').value = door.headers.map(([name, value]) => name + ': ' + value).join('\n');
}

async function getToken(event) {
  event.preventDefault();
  const result = byId('token-result');
  const [client, api, as] = [byId('client').value, byId('api').value, byId('person').value];
  const groups = [...byId('groups').querySelectorAll('input:checked')].map(({ value }) => value);
  const person = as === '' ? {} : { person: { groups, ...(as.startsWith('=') && { name: as.slice(1) }) } };
  try {
    const answer = await ask('/api/token', { client, api, skewSeconds: Number(byId('skew').value), ...person });
    if (answer.refused !== undefined) {
      result.replaceChildren(el('div', { class: 'notice fail' }, el('h3', {}, mark('fail', 'Entra refuses'), ' ', own(answer.refused.code)), own(answer.refused.message)));
      return;
    }
    const text = client + ' for ' + api + (as === '' ? '' : ', ' + (as === '?' ? 'somebody' : as.slice(1)) + (groups.length === 0 ? '' : ' in ' + groups.join(', ')));
    tokens.unshift({ handle: answer.handle, text: '#' + (tokens.length + 1) + ' ' + text });
    byId('handle').replaceChildren(el('option', { value: '' }, 'none'), ...tokens.slice(0, 100).map(({ handle, text: label }) => el('option', { value: handle }, label)));
    byId('handle').value = answer.handle;
    const shown = el('div');
    const show = button('Show the token', async () => {
      try {
        const { token } = await ask('/api/token/show', { handle: answer.handle });
        shown.replaceChildren(el('p', { class: 'kind' }, 'Whoever has it may call until it ends.'), el('pre', {}, token));
      } catch (error) { shown.replaceChildren(wrongBox(error)); }
    });
    result.replaceChildren(el('p', { class: 'outcome' }, mark('pass', 'issued'), own(text)), el('p', { class: 'kind' }, 'Good for ' + Math.round(answer.expiresInSeconds / 60) + ' minutes, and ready to be sent.'), facts(answer.claims), el('h3', {}, 'Header'), facts(answer.header), el('p', { class: 'buttons' }, show), shown);
  } catch (error) { result.replaceChildren(wrongBox(error)); }
}

function headersOf(text) {
  return text.split('\n').filter((line) => line.trim() !== '').map((line) => { const at = line.indexOf(':'); return at < 0 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()]; });
}

function checkRow({ what, by, outcome, expected, found }) {
  return el('li', {}, mark(outcome, outcome === 'pass' ? 'holds' : 'fails'), el('span', { class: 'what' }, own(what), el('span', { class: 'kind' }, ' ' + by)), el('span', { class: 'values' }, el('code', {}, el('span', {}, 'found '), own(found)), el('code', {}, el('span', {}, 'expected '), own(expected))));
}

const RESULTS = { pass: 'passed', fail: 'failed', skipped: 'not done' };

function stepRow({ title, outcome, said, checks, lines: written }, at) {
  return el('li', { class: outcome }, el('span', { class: 'dot', 'aria-hidden': 'true' }, outcome === 'pass' ? MARKS.pass : outcome === 'fail' ? MARKS.fail : String(at + 1)), el('h3', {}, (at + 1) + '. ' + title, el('span', { class: 'result' }, RESULTS[outcome])), said.map((text) => el('p', {}, own(text))), checks.length === 0 ? undefined : el('ul', { class: 'checks' }, checks.map(checkRow)), written.length === 0 ? undefined : el('pre', { tabindex: 0 }, written.join('\n')));
}

async function makeCall(event) {
  event.preventDefault();
  const result = byId('call-result');
  const value = (id) => byId(id).value;
  const optional = { ...(value('handle') !== '' && { token: value('handle') }), ...(value('handle') !== '' && value('tamper') !== '' && { tamper: value('tamper') }), ...(value('from') !== '' && { from: value('from') }) };
  try {
    const answer = await ask('/api/call', { method: value('method'), scheme: value('scheme'), host: value('host'), path: value('path'), headers: headersOf(value('headers')), ...optional });
    result.replaceChildren(
      el('p', { class: 'outcome' }, mark(answer.isLetIn ? 'pass' : 'fail', answer.isLetIn ? 'let in' : 'kept out'), answer.status === undefined ? 'no answer' : 'status ' + answer.status),
      el('ol', { class: 'steps' }, answer.steps.map(stepRow)),
      answer.status === undefined ? undefined : el('details', {}, el('summary', {}, 'What the caller got'), facts(answer.headers), el('pre', { tabindex: 0 }, answer.body.join('\n'))));
    await readLog();
    await readMetrics();
  } catch (error) { result.replaceChildren(wrongBox(error)); }
}
`;
