import { visible } from '../../access';
import { DefinitionError, type Problem } from '../../errors';

/** What the console answers. */
export interface ConsoleAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Headers of every answer: for the console's own page alone, in no frame, and kept by nobody. None of them shares anything across origins. */
export const HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** The policy of what is no page: nothing of it is ever run or shown in a frame. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** An answer as JSON. No text in it has a token, nor a character that nobody sees. */
export function jsonOf(status: number, content: unknown, headers: Readonly<Record<string, string>> = {}): ConsoleAnswer {
  const body = JSON.stringify(content, (_key, value: unknown) => (typeof value === 'string' ? visible(withoutTokens(value)) : value));
  return { status, headers: jsonHeaders(headers), body };
}

/** The one answer that has a token, because somebody asked to be shown it. */
export function tokenAnswer(token: string): ConsoleAnswer {
  return { status: 200, headers: jsonHeaders({}), body: JSON.stringify({ token }) };
}

/** An answer that says everything that is wrong. */
export function problemAnswer(status: number, problems: readonly Problem[], headers: Readonly<Record<string, string>> = {}): ConsoleAnswer {
  return jsonOf(status, { problems }, headers);
}

/** What came of a failure: the problems of an input, or that something unexpected happened, without where in the program. */
export function failureAnswer(error: unknown): ConsoleAnswer {
  if (error instanceof DefinitionError) return problemAnswer(400, error.problems);
  const what = `ended unexpectedly: ${reasonOf(error)}`;
  return problemAnswer(500, [{ where: 'console', what, fix: 'report it, with what was done', code: 'UNEXPECTED' }]);
}

/** What an error says; one that comes from the platform need not be of this realm. */
export function reasonOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}

/** A text in which each token is named by its length alone. */
export function withoutTokens(text: string): string {
  return text.replace(TOKEN, (token) => `(a token of ${String(token.length)} characters)`);
}

/** Signed or not, a token begins with a header in JSON. */
const TOKEN = /\bey[\w-]{6,}\.[\w-]{6,}\.[\w-]*/g;

function jsonHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { ...HEADERS, 'content-security-policy': NOTHING, 'content-type': 'application/json; charset=utf-8', ...headers };
}
