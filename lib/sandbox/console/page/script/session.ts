/** How the page asks its server, and what it does where it may not. */
export const SESSION = String.raw`
const SECRET = /^[\w-]{43}$/;
let secret = '';
let isEnded = false;

/** What is wrong with what was asked, by the server. */
class Refused extends Error {
  constructor(problems) {
    super('refused');
    this.problems = problems;
  }
}

/** Asks the server for something, or to change something. */
async function ask(place, content) {
  let answer;
  try {
    answer = await fetch('/api/' + place, {
      method: 'POST',
      headers: { Authorization: 'Bearer ' + secret, 'Content-Type': 'application/json' },
      body: JSON.stringify(content || {}),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
    });
  } catch {
    showEnded(true);
    throw new Refused([{ where: 'sandbox', what: 'does not answer', fix: 'see whether it still runs' }]);
  }
  showEnded(false);
  const read = await answer.json();
  if (answer.status === 401) lock('The secret is not the one of this run.');
  if (!answer.ok) throw new Refused(read.problems);
  return read;
}

function showEnded(now) {
  isEnded = now;
  byId('trouble').hidden = !now;
  byId('trouble').textContent = now ? 'The sandbox does not answer: it has ended, or was started anew at another address.' : '';
}

/** The secret of an address that was printed, or that was pasted. */
function secretIn(text) {
  const found = text.trim().split('#').at(-1) || '';
  return SECRET.test(found) ? found : '';
}

function lock(said) {
  secret = '';
  byId('open').hidden = true;
  byId('lock').hidden = false;
  byId('lock-said').textContent = said;
}

/** Takes the secret out of the address, so that it stands in no history and in no screenshot. */
function takeSecret() {
  const found = secretIn(location.hash);
  if (found === '') return false;
  secret = found;
  history.replaceState(null, '', location.pathname);
  return true;
}

/** Reads out in short what the page shows at length. */
function announce(text) {
  byId('announced').textContent = text;
}

function problemsShown(problems) {
  return el('ul', { class: 'problems' }, problems.map(({ where, what, fix }) => el('li', {}, own(where, 'name'), ': ', own(what), el('span', { class: 'hint' }, ' fix: ', own(fix)))));
}

/** Does something that a button or a form asks for, and says beside it what is wrong. */
async function doing(place, button, act) {
  // A button that is switched off would lose the focus.
  if (button.getAttribute('aria-disabled') === 'true') return;
  button.setAttribute('aria-disabled', 'true');
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    place.replaceChildren(problemsShown(error.problems));
    announce(error.problems.map(({ where, what }) => where + ': ' + what).join('. '));
  } finally {
    button.removeAttribute('aria-disabled');
  }
}
`;
