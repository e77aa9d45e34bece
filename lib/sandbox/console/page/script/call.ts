/** Calling the gateway, and the five steps of the call. */
export const CALL = String.raw`
/** Doors of routes, by the place they have in the list. */
let doors = [];

function showDoors() {
  doors = overview.routes.flatMap((route) => route.doors.flatMap((door) => methodsOf(route, door).map((method) => ({ route, door, method }))));
  options(byId('door'), [['', 'Any other request'], ...doors.map(({ door, method }, at) => [String(at), method + ' ' + door.host + door.path + ' \u2013 ' + door.name])], undefined);
  if (doors[0]) fillDoor(doors[0].route, doors[0].door, doors[0].method);
}

function methodsOf(route, door) {
  return route.methods.length === 0 ? [door.method] : route.methods;
}

function fillDoor(route, door, method) {
  byId('door').value = String(doors.findIndex((one) => one.route === route && one.door === door && one.method === method));
  for (const field of ['scheme', 'host', 'path', 'from']) byId(field).value = door[field];
  byId('method').value = method;
  byId('headers').value = door.headers.map(([name, value]) => name + ': ' + value).join('\n');
  byId('body').value = '';
}

function typedHeaders() {
  return byId('headers').value.split('\n').filter((line) => line.trim() !== '').map((line) => {
    const at = line.indexOf(':');
    if (at < 0) throw new Refused([{ where: 'Further headers', what: JSON.stringify(line) + ' has no colon', fix: 'write Name: value' }]);
    return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
  });
}

async function makeCall() {
  forgetCall();
  const [token, tamper, body] = ['call-token', 'tamper', 'body'].map((id) => byId(id).value);
  const outcome = await ask('call', {
    ...Object.fromEntries(['method', 'scheme', 'host', 'path', 'from'].map((id) => [id, byId(id).value])),
    headers: typedHeaders(),
    ...(body !== '' && { body }),
    ...(token !== '' && { token }),
    ...(token !== '' && tamper !== '' && { tamper }),
  });
  showSteps(outcome);
  await follow();
  await refreshMetrics();
  return outcome;
}

/** What came of the call before says nothing of the one that is made now. */
function forgetCall() {
  byId('call-said').replaceChildren();
  byId('steps').replaceChildren();
  byId('steps').hidden = true;
}

function verdictOf({ status, isLetIn, isAnswered }) {
  if (status === undefined) return ['fail', 'No answer'];
  if (isAnswered) return ['pass', 'Let in: ' + status];
  if (isLetIn) return ['fail', 'Let in, but no upstream answers: ' + status];
  return status < 400 ? ['pass', 'Answered by the gateway: ' + status] : ['fail', 'Denied: ' + status];
}

function showSteps(outcome) {
  const [kind, text] = verdictOf(outcome);
  const failed = outcome.steps.flatMap(({ checks }) => checks).find((check) => check.outcome === 'fail');
  byId('call-said').replaceChildren(el('div', { class: 'result ' + kind }, badge(kind, text), failed ? el('p', {}, own(failed.what + ': expected ' + failed.expected + ', found ' + failed.found)) : '', el('p', {}, el('a', { href: '#steps' }, 'The five steps'))));
  announce(text + (failed ? ', ' + failed.what + ': expected ' + failed.expected + ', found ' + failed.found : ''));
  byId('steps').hidden = false;
  byId('steps').replaceChildren(
    el('header', { class: 'title' }, el('h2', {}, 'The five steps'), badge(kind, text)),
    el('ol', { class: 'steps' }, outcome.steps.map(stepShown)),
    outcome.status === undefined ? '' : el('details', { class: 'raw' }, el('summary', {}, 'What the caller got: ' + outcome.status), rowsShown('Headers of the answer', outcome.headers), lines('Body of the answer', outcome.body)));
}

function stepShown(step, at) {
  return el('li', { class: 'step ' + step.outcome },
    el('h3', {}, mark(step.outcome), el('span', { class: 'count' }, 'Step ' + (at + 1)), step.title),
    step.said.map((text) => el('p', {}, own(text))),
    step.checks.length === 0 ? '' : checksShown('Checks of step ' + (at + 1), step.checks),
    step.lines.length === 0 ? '' : lines('Record of the access log', step.lines));
}

function checksShown(label, checks) {
  const rows = checks.map(({ by, what, outcome, expected, found, field }) => ({ outcome, cells: [[mark(outcome), own(what)], own(expected), own(found), [own(by), field ? [' ', own(field, 'hint')] : '']] }));
  return tableShown({ label, kind: 'checks', heads: ['Checked', 'Expected', 'Found', 'By'], rows });
}
`;
