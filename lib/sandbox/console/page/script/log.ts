/** Every call, what a real log would hold of it and what only the console knows; and the metrics. */
export const LOG = String.raw`
const MOST_ROWS = 200;
let lastCall = 0;
let reading;

function logEntry(call) {
  const outcome = call.isLetIn ? 'pass' : 'fail';
  return el('details', { class: 'entry', 'data-outcome': outcome },
    el('summary', {}, el('span', { class: 'mono' }, call.at.slice(11, 19)), mark(outcome, call.isLetIn ? 'let in' : 'kept out'), el('span', { class: 'mono' }, call.status), el('span', { class: 'url mono' }, own(call.method + ' ' + call.url)), el('span', { class: 'who' }, own(call.who), el('span', { class: 'kind' }, (call.isProven ? ' proven' : call.claimed.length > 0 ? ' claimed' : '') + ', from '), own(call.from, 'kind')), call.reason === '' ? undefined : el('span', { class: 'why' }, own(call.reason))),
    el('div', { class: 'sides' },
      el('div', {}, el('h3', {}, 'What the gateway\u2019s real log would hold'), call.logged.length === 0 ? el('p', { class: 'kind' }, 'Nothing is written of it.') : call.logged.map(({ to, lines: written }) => [el('p', { class: 'kind' }, 'to ', own(to)), el('pre', { tabindex: 0 }, written.join('\n'))])),
      el('div', { class: 'here' }, el('h3', {}, 'What only this console knows'), el('ul', { class: 'checks' }, call.checks.map(checkRow)), call.claimed.length === 0 ? el('p', { class: 'kind' }, 'No token was read.') : [el('p', { class: 'kind' }, call.isProven ? 'Claims, proven by the signature:' : 'Claims of the token, which proved nothing:'), facts(call.claimed)])));
}

/** Asks for the calls that came since, one question at a time. */
function readLog() {
  reading ||= ask('/api/log', { since: lastCall }).then(({ calls, last }) => {
    const rows = byId('log-rows');
    const list = rows.querySelector('.rows') || el('div', { class: 'rows' });
    if (calls.length > 0) list.prepend(...calls.map(logEntry).reverse());
    while (list.children.length > MOST_ROWS) list.lastElementChild.remove();
    lastCall = last;
    if (list.children.length === 0) rows.replaceChildren(empty('No call has come yet.'));
    else if (list.parentElement === null) rows.replaceChildren(list);
    filterLog();
  }).finally(() => { reading = undefined; });
  return reading;
}

function filterLog() {
  const deniedOnly = byId('denied').checked;
  for (const row of byId('log-rows').querySelectorAll('.entry')) row.hidden = deniedOnly && row.dataset.outcome === 'pass';
}

async function readMetrics() {
  const { lines: text } = await ask('/api/metrics');
  const counted = text.flatMap((line) => {
    const found = /^kong_http_requests_total\{service="(.*?)",route="(.*?)",code="(\d+)",source="(\w+)".*\} (\d+)$/.exec(line);
    return found === null ? [] : [found.slice(1)];
  });
  byId('metrics-rows').replaceChildren(counted.length === 0 ? empty('Nothing is counted yet.') : el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Counted calls' }, el('table', {}, el('thead', {}, el('tr', {}, ['Route', 'Status', 'Answered by', 'Calls'].map((name) => el('th', { scope: 'col' }, name)))), el('tbody', {}, counted.slice(0, MOST_ROWS).map(([, route, code, source, count]) => el('tr', {}, el('td', {}, own(route, 'mono')), el('td', {}, code), el('td', {}, source === 'service' ? 'upstream' : 'gateway'), el('td', { class: 'count' }, count)))))),
    el('details', {}, el('summary', {}, 'As Prometheus reads them'), el('pre', { tabindex: 0 }, text.join('\n'))));
}
`;
