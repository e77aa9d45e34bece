/** The log as it grows, and the metrics. */
export const LOG = String.raw`
const MOST_CALLS = 200;
const EVERY_MS = 1500;
let last = 0;
let isPaused = false;
let isAsking = false;

/** Asks for the calls that came meanwhile, and shows them in front. */
async function follow() {
  if (isAsking) return;
  isAsking = true;
  try {
    const { calls, last: newest } = await ask('log', { since: last });
    if (newest < last) byId('calls').replaceChildren();
    last = newest;
    if (calls.length === 0) return;
    const list = byId('calls');
    for (const call of calls) list.prepend(callShown(call));
    while (list.childElementCount > MOST_CALLS) list.lastElementChild.remove();
    byId('log-empty').hidden = true;
    byId('log-said').textContent = counted(last, 'call');
    const unshown = last - list.childElementCount;
    byId('log-cut').hidden = unshown <= 0;
    byId('log-cut').textContent = 'and ' + counted(unshown, 'older call') + ', not shown here';
  } finally {
    isAsking = false;
  }
}

function callShown(call) {
  const denied = !call.isLetIn && call.status >= 400;
  const kind = denied || (call.isLetIn && !call.isAnswered) ? 'fail' : 'pass';
  const details = el('details', {}, el('summary', {},
    badge(kind, String(call.status)),
    el('span', { class: 'cell' }, own(call.who, 'name'), call.isProven || call.claimed.length === 0 ? '' : el('span', { class: 'tag' }, 'claimed')),
    el('span', { class: 'cell' }, el('span', { class: 'method' }, own(call.method)), ' ', own(call.url, 'path')),
    el('span', { class: 'cell time' }, el('time', { datetime: call.at }, call.at.slice(11, 19)), ' from ', own(call.from)),
    denied && call.reason ? el('span', { class: 'cell reason' }, own(call.reason)) : ''));
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) details.append(insideCall(call));
  });
  return el('li', { class: 'row ' + kind, 'data-number': call.number }, details);
}

/** What a real log would hold is kept apart from what nobody but this page knows. */
function insideCall(call) {
  return el('div', { class: 'two' },
    el('section', { class: 'real' }, el('h3', {}, 'What the gateway\u2019s real log holds'),
      call.logged.length === 0 ? el('p', { class: 'hint' }, 'Nothing: no access log is configured, or no route took the call.') : call.logged.map(({ to, lines: all }) => [el('p', { class: 'hint' }, 'to ', own(to)), lines('Record of the access log', all)])),
    el('section', { class: 'only' }, el('h3', {}, 'What only the console knows'),
      facts([['Verdict', call.isAnswered ? 'let in, the upstream answered' : call.isLetIn ? 'let in, no upstream answered' : 'the gateway answered by itself'], ['Kong route', own(call.route)], ['Took', call.milliseconds + ' ms']]),
      el('h4', {}, call.isProven ? 'Who the token proves' : 'Who the token claims, unproven'),
      call.claimed.length === 0 ? el('p', { class: 'hint' }, 'Nobody: no token was looked at.') : rowsShown('Claims of the token', call.claimed),
      el('h4', {}, 'Checks'),
      call.checks.length === 0 ? el('p', { class: 'hint' }, 'None: it was refused before routing.') : checksShown('Checks of the call', call.checks)));
}

async function keepFollowing() {
  if (secret !== '' && !isPaused && !document.hidden) {
    const before = last;
    try {
      await follow();
      if (last !== before) await refreshMetrics();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
  setTimeout(() => void keepFollowing(), isEnded ? 4 * EVERY_MS : EVERY_MS);
}

const COUNT = /^kong_http_requests_total\{service="((?:[^"\\]|\\.)*)",route="((?:[^"\\]|\\.)*)",code="(\d+)",source="(\w+)",.*\} (\d+)$/;

async function refreshMetrics() {
  const { lines: all } = await ask('metrics', {});
  byId('raw').textContent = all.join('\n');
  const routes = new Map();
  for (const line of all) {
    const [, , route, code, source, count] = COUNT.exec(line) || [];
    if (count !== undefined) routes.set(route, [...(routes.get(route) || []), { code, source, count: Number(count) }]);
  }
  const sum = (counts) => counts.reduce((total, one) => total + one.count, 0);
  const most = Math.max(1, ...[...routes.values()].map(sum));
  const rows = [...routes].map(([route, counts]) => ({ cells: [
    own(route),
    el('span', { class: 'number' }, sum(counts).toLocaleString('en')),
    counts.map(({ code, source, count }) => [el('span', { class: 'tag ' + (source === 'service' ? 'pass' : 'fail') }, code + ' \u00d7 ' + count + (source === 'service' ? '' : ' by the gateway')), ' ']),
    barShown(counts, most),
  ] }));
  byId('counts').replaceChildren(routes.size === 0 ? el('p', { class: 'empty' }, 'Nothing is counted yet, or no route has metrics.') :
    tableShown({ label: 'Calls by route and status', heads: ['Kong route', 'Calls', 'By status', '.Share'], rows }));
}

function barShown(counts, most) {
  let x = 0;
  return svg('svg', { width: 160, height: 10, viewBox: '0 0 160 10', 'aria-hidden': 'true' }, [...counts].sort((a, b) => (a.source < b.source ? 1 : -1)).map(({ source, count }) => {
    const width = (150 * count) / most;
    const bar = svg('rect', { class: source === 'service' ? 'bar pass' : 'bar fail', x, y: 0, width: Math.max(width - 1, 1), height: 10, rx: 2 });
    x += width;
    return bar;
  }));
}
`;
