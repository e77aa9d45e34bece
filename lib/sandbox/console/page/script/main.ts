/** What happens when the page opens, and when something is chosen, typed or sent. */
export const MAIN = String.raw`
const THEMES = ['system', 'light', 'dark'];

function showHeadline() {
  const { deployment, environment, tenantId, kong, dialect, callers, apis, routes, groups, urls } = overview;
  const own2 = apis.filter((api) => !api.isExternal);
  const tiles = [['Clients', callers.filter(({ kind }) => kind !== 'api').length], ['Groups', groups.length], ['APIs', own2.length], ['Roles and scopes', own2.reduce((sum, { values }) => sum + values.length, 0)], ['Routes', routes.length], ['Open to anyone', routes.filter(({ isPublic }) => isPublic).length]];
  byId('headline').replaceChildren(
    el('div', { class: 'headline' }, el('h1', {}, own(deployment)), el('p', { class: 'about' }, 'Environment ', own(environment), ' \u00b7 Tenant ', own(tenantId), ' \u00b7 Rendered for Kong ', own(kong), ', ', own(dialect))),
    el('dl', { class: 'tiles' }, tiles.map(([label, value]) => el('div', { class: 'tile' }, el('dt', {}, label), el('dd', {}, value.toLocaleString('en'))))));
  byId('places').replaceChildren(...[['Entra', urls.entra], ['Gateway', urls.gateway], ['Without TLS', urls.gatewayWithoutTls], ['Metrics', urls.metrics]].flatMap(([name, url]) => [el('dt', {}, name), el('dd', {}, el('code', {}, own(url)))]));
  document.title = 'Sandbox console: ' + (deployment.length > 80 ? deployment.slice(0, 80) + '\u2026' : deployment);
}

/** Opens the console with the secret that the page has. */
async function openConsole() {
  try {
    [overview, state] = [await ask('overview', {}), await ask('state', {})];
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (secret !== '' && !isEnded) lock(error.problems.map(({ where, what, fix }) => where + ': ' + what + '. Fix: ' + fix).join(' '));
    return;
  }
  byId('lock').hidden = true;
  byId('open').hidden = false;
  web = webOf();
  showHeadline();
  showChoices();
  showDoors();
  showState();
  showGraph();
  await follow();
  await refreshMetrics();
}

function listenTo() {
  byId('theme').addEventListener('click', () => {
    const next = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme || 'system') + 1) % THEMES.length];
    document.documentElement.dataset.theme = next;
    byId('theme').textContent = 'Theme: ' + next;
  });
  byId('unlock').addEventListener('submit', (event) => {
    event.preventDefault();
    secret = secretIn('#' + byId('secret').value.trim().split('#').at(-1));
    byId('secret').value = '';
    if (secret === '') lock('That is no address of a console, and no secret.');
    else void openConsole();
  });
  byId('filter').addEventListener('input', showGraph);
  for (const radio of document.querySelectorAll('input[name=for]')) radio.addEventListener('change', showPerson);
  byId('token-form').addEventListener('submit', (event) => {
    event.preventDefault();
    void doing(byId('token-said'), event.submitter, async () => void await getToken());
  });
  byId('call-form').addEventListener('submit', (event) => {
    event.preventDefault();
    void doing(byId('call-said'), event.submitter, makeCall);
  });
  byId('door').addEventListener('change', () => {
    const found = doors[Number(byId('door').value)];
    if (byId('door').value !== '' && found) fillDoor(found.route, found.door, found.method);
  });
  // What is no longer the request of a door is not called by its name.
  for (const field of ['method', 'scheme', 'host', 'path']) byId(field).addEventListener('input', () => (byId('door').value = ''));
  byId('pause').addEventListener('click', () => {
    isPaused = !isPaused;
    byId('pause').setAttribute('aria-pressed', String(isPaused));
    byId('pause').textContent = isPaused ? 'Go on' : 'Pause';
  });
  document.addEventListener('keydown', (event) => {
    const target = /** @type {any} */ (event.target);
    if (event.key === '/' && !['INPUT', 'SELECT', 'TEXTAREA'].includes(target.tagName) && secret !== '') {
      event.preventDefault();
      byId('filter').focus();
    }
  });
  // The address of another run, put in place of this one, is the same document.
  addEventListener('hashchange', () => {
    if (takeSecret()) void openConsole();
  });
}

listenTo();
if (takeSecret()) void openConsole();
else lock('');
void keepFollowing();
`;
