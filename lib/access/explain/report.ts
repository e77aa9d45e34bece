import { type RouterRequest } from '../../router';
import { visible, visibleJson } from '../visible';
import { type ExplainedCheck, type Explanation } from './explain';
import { requestText } from './request';

/** An explanation as text for people. No text of a caller makes a line or a colour of its own. */
export function explanationText(request: RouterRequest, explanation: Explanation): string {
  const { token, checks, nearest, hints } = explanation;
  const lines = [requestText(request), verdict(explanation), ''];
  if (token !== null) {
    lines.push(
      `token  ${[token.kind, token.version && `version ${token.version}`, token.client && `client ${token.client}`].filter(Boolean).join(', ')}`,
    );
    lines.push(`  signature ${token.signature.outcome}: ${token.signature.why}`);
    lines.push(...token.claims.map(({ name, value }) => `  ${name} ${value}`), '');
  }
  lines.push('checks', ...checks.flatMap(checkLines));
  if (nearest.length > 0)
    lines.push('', 'nearest routes', ...nearest.flatMap(({ route, differs }) => [`  ${route}`, ...differs.map((text) => `    ${text}`)]));
  if (hints.length > 0) lines.push('', 'hints', ...hints.map((hint) => `  ${hint}`));
  return `${lines.map(visible).join('\n')}\n`;
}

/** The same as JSON. */
export function explanationJson(request: RouterRequest, explanation: Explanation): string {
  const { route, allowed, statuses, token, checks, nearest, hints } = explanation;
  const content = { formatVersion: 1, request: requestText(request), allowed, statuses, route, token, checks, nearest, hints };
  return visibleJson(content);
}

function verdict({ route, allowed, statuses }: Explanation): string {
  const by = route === null ? '' : ` by route ${route}`;
  if (allowed === true) return `let in${by}`;
  if (allowed === 'unknown') return `unknown${by}`;
  return `refused with ${statuses.join(' or ')}${by === '' ? ': no route takes it' : by}`;
}

const OUTCOME = { pass: 'pass   ', fail: 'FAIL   ', unknown: 'unknown' } as const;

function checkLines({ by, what, outcome, expected, found, field, change }: ExplainedCheck): readonly string[] {
  return [
    `  ${OUTCOME[outcome]} ${what} (${by}${field === undefined ? '' : `, ${field}`})`,
    `            expected ${expected}`,
    `            found    ${found}`,
    ...(change === undefined ? [] : [`            change   ${change}`]),
  ];
}
