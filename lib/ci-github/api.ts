import { DefinitionError } from '../errors';
import { isPlainObject } from '../model';

/** Where GitHub is, who is asking, and about which repository. */
export interface GitHubSettings {
  /** Address of the API, such as `https://api.github.com`. */
  readonly url: string;
  /** `owner/name` */
  readonly repository: string;
  /** Sent to the API alone, and never shown. */
  readonly token: string;
}

/** GitHub's API as far as a review needs it. Every method throws `GITHUB_FAILED` when the API does not answer as it documents. */
export interface GitHubApi {
  readonly get: (path: string) => Promise<Readonly<Record<string, unknown>>>;
  /** All entries of a list, page by page; `field` names the list where the answer is an object. */
  readonly all: (path: string, field?: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly send: (method: 'POST' | 'PATCH', path: string, body: unknown) => Promise<Readonly<Record<string, unknown>>>;
  /** The bytes behind a redirect, at most so many. */
  readonly download: (path: string, limit: number) => Promise<Uint8Array>;
}

const PAGE = 100;
/** More pages than a repository has open pull requests, or one of them comments. */
const PAGES = 100;
const ANSWER_MS = 30_000;
const DOWNLOAD_MS = 300_000;

/** The API of one repository; paths are below it. */
export function gitHubApi(settings: GitHubSettings): GitHubApi {
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await ask(settings, method, path, body);
    if (!answer.ok) throw failed(method, path, `answers ${answer.status}: ${await reasonOf(answer)}`);
    return answer.json().catch(() => {
      throw failed(method, path, 'answers no JSON');
    });
  };
  const object = async (method: string, path: string, body?: unknown): Promise<Readonly<Record<string, unknown>>> => {
    const answer = await call(method, path, body);
    if (!isPlainObject(answer)) throw failed(method, path, 'answers no object');
    return answer;
  };
  return {
    get: (path) => object('GET', path),
    send: (method, path, body) => object(method, path, body),
    all: async (path, field) => {
      const entries: Readonly<Record<string, unknown>>[] = [];
      for (let page = 1; page <= PAGES; page += 1) {
        const answer = await call('GET', `${path}${path.includes('?') ? '&' : '?'}per_page=${PAGE}&page=${page}`);
        const list = field === undefined ? answer : isPlainObject(answer) ? answer[field] : undefined;
        if (!Array.isArray(list)) throw failed('GET', path, 'answers no list');
        entries.push(...list.filter(isPlainObject));
        if (list.length < PAGE) return entries;
      }
      throw failed('GET', path, `answers more than ${PAGES} pages`);
    },
    download: (path, limit) => download(settings, path, limit),
  };
}

async function ask({ url, repository, token }: GitHubSettings, method: string, path: string, body?: unknown): Promise<Response> {
  try {
    return await fetch(`${url}/repos/${repository}${path}`, {
      method,
      // A redirect would be followed with the token; only downloads have one, and it is followed without.
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'user-agent': 'kong-entra',
        'x-github-api-version': '2022-11-28',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch (error) {
    throw failed(method, path, `cannot be asked: ${said(error)}`);
  }
}

async function download(settings: GitHubSettings, path: string, limit: number): Promise<Uint8Array> {
  const redirect = await ask(settings, 'GET', path);
  const location = redirect.headers.get('location');
  if (redirect.status !== 302 || location === null) throw failed('GET', path, `answers ${redirect.status}: ${await reasonOf(redirect)}`);
  if (!isSafe(location)) throw failed('GET', path, 'leads to an address that is not https');
  // The address itself lets in whoever has it: it is followed without the token, and not shown.
  try {
    const answer = await fetch(location, { redirect: 'error', signal: AbortSignal.timeout(DOWNLOAD_MS) });
    if (!answer.ok || answer.body === null) throw failed('GET', path, `leads to an answer ${answer.status}`);
    const pieces: Uint8Array[] = [];
    let size = 0;
    for await (const piece of answer.body as unknown as AsyncIterable<Uint8Array>) {
      size += piece.length;
      if (size > limit) throw failed('GET', path, `has more than ${limit} bytes`);
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  } catch (error) {
    throw error instanceof DefinitionError ? error : failed('GET', path, 'breaks off');
  }
}

/** True for an address to which a credential may be sent: encrypted, or this machine. */
export function isSafe(url: string): boolean {
  return URL.canParse(url) && (new URL(url).protocol === 'https:' || /^http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)(?::|\/|$)/.test(url));
}

async function reasonOf(answer: Response): Promise<string> {
  const text = (await answer.text().catch(() => '')).slice(0, 2000);
  try {
    const parsed: unknown = JSON.parse(text);
    return isPlainObject(parsed) && typeof parsed['message'] === 'string' ? parsed['message'].slice(0, 200) : 'no reason';
  } catch {
    return 'no reason';
  }
}

function said(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof Error ? cause.name : 'no reason';
}

function failed(method: string, path: string, what: string): DefinitionError {
  const fix = "check the job's permissions and that GitHub is in order, and run the job again";
  return new DefinitionError([{ where: `GitHub ${method} ${path}`, what, fix, code: 'GITHUB_FAILED' }]);
}
