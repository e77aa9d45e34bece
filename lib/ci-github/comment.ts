import { isPlainObject } from '../model';
import { type GitHubApi } from './api';

/** Most characters GitHub takes in a comment. */
export const COMMENT_LENGTH = 65_536;

const MARKER = /^<!-- kong-entra:review stack=([A-Za-z0-9._-]{1,100}) -->$/;

/** Stacks a comment is about: those of the markers in its first lines. Markers further down are anybody's text. */
export function stacksOf(body: string): readonly string[] {
  const stacks: string[] = [];
  for (const line of body.split('\n', 1000)) {
    const [, stack] = MARKER.exec(line.trimEnd()) ?? [];
    if (stack === undefined) return stacks;
    stacks.push(stack);
  }
  return stacks;
}

/** A text of at most so many characters; what is too long ends at a line, and says so after the markers. */
export function fitting(body: string, length: number): string {
  if (body.length <= length) return body;
  const lines = body.split('\n');
  const markers = lines.slice(0, stacksOf(body).length);
  const note = '> **Shortened.** The whole report is longer than GitHub takes; it is in the output of the job.';
  const head = [...markers, note, ''].join('\n');
  const rest = lines.slice(markers.length);
  let size = head.length;
  const kept = rest.slice(
    0,
    rest.findIndex((line) => (size += line.length + 1) > length),
  );
  return [head, ...kept].join('\n');
}

/** Who writes the comments: the account of the job's token. */
export interface Author {
  readonly login: string;
}

/**
 * Writes the one comment of a report: over the one that this author wrote about one of its stacks, or a new one. What others wrote
 * is never touched, whatever markers it has.
 */
export async function writeComment(
  api: GitHubApi,
  pullRequest: number,
  body: string,
  author: Author,
): Promise<'written' | 'updated' | 'as it was'> {
  const stacks = stacksOf(body);
  const comments = await api.all(`/issues/${pullRequest}/comments`);
  const own = comments.find((comment) => isBy(comment['user'], author) && sharesStack(comment['body'], stacks));
  const text = fitting(body, COMMENT_LENGTH);
  if (own === undefined) {
    await api.send('POST', `/issues/${pullRequest}/comments`, { body: text });
    return 'written';
  }
  if (own['body'] === text) return 'as it was';
  await api.send('PATCH', `/issues/comments/${String(own['id'])}`, { body: text });
  return 'updated';
}

// A person may call themselves almost as a bot is called, but is none to GitHub.
function isBy(user: unknown, { login }: Author): boolean {
  return isPlainObject(user) && user['login'] === login && (!login.endsWith('[bot]') || user['type'] === 'Bot');
}

function sharesStack(body: unknown, stacks: readonly string[]): boolean {
  return typeof body === 'string' && stacksOf(body).some((stack) => stacks.includes(stack));
}
