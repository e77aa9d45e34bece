/** What happens when the page opens, and when something is chosen, typed or pressed. */
export const MAIN = String.raw`
const THEMES = ['system', 'light', 'dark'];
const POLL_MS = 1000;

function setTheme(theme) {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  byId('theme').textContent = 'Theme: ' + theme;
}

async function open(given) {
  secret = given;
  try {
    overview = await ask('/api/overview');
  } catch (error) {
    secret = '';
    sessionStorage.removeItem('secret');
    byId('locked').hidden = false;
    if (given !== '') byId('locked').append(wrongBox(error));
    return;
  }
  // This tab alone keeps it, so that the page can be loaded again.
  sessionStorage.setItem('secret', secret);
  byId('locked').hidden = true;
  byId('open').hidden = false;
  byId('deployment').replaceChildren(own(overview.deployment));
  byId('about').replaceChildren('Tenant ', own(overview.tenantId, 'mono'), ', ', own(overview.dialect), ' as of Kong ', own(overview.kong), '. Entra at ', own(overview.urls.entra, 'mono'), ', gateway at ', own(overview.urls.gateway, 'mono'), '.');
  showForms();
  await readState();
  await readLog();
  await readMetrics();
  setInterval(() => { if (!document.hidden) readLog().catch((error) => say(error.message, true)); }, POLL_MS);
}

byId('theme').addEventListener('click', () => {
  const now = document.documentElement.dataset.theme || 'system';
  setTheme(THEMES[(THEMES.indexOf(now) + 1) % THEMES.length]);
});
byId('unlock').addEventListener('submit', (event) => { event.preventDefault(); open(byId('secret').value.replace(/^.*#/, '')); });
byId('token-form').addEventListener('submit', getToken);
byId('call-form').addEventListener('submit', makeCall);
byId('filter').addEventListener('input', () => showGraph(current));
byId('denied').addEventListener('change', filterLog);
byId('metrics-refresh').addEventListener('click', () => { readMetrics().catch((error) => say(error.message, true)); });
addEventListener('resize', drawLines);

const given = location.hash.length > 20 ? location.hash.slice(1) : (sessionStorage.getItem('secret') || '');
// Nobody who looks at the address bar, and no history, has it.
if (location.hash.length > 20) history.replaceState(null, '', location.pathname);
if (given === '') byId('locked').hidden = false;
else open(given);
`;
