import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

type Json = Record<string, unknown>;

/** A request that changed something. */
export interface Written {
  readonly method: string;
  readonly path: string;
  readonly body: Json;
}

export const TOKEN = 'ghs_canary0123456789';

/** A pull request as the API shows it. */
export function pull(number: number, sha: string, repository: string | null, more: Json = {}): Json {
  const repo = repository === null ? null : { full_name: repository };
  return { number, state: 'open', head: { sha, ref: 'topic', repo }, base: { ref: 'main' }, ...more };
}

/** A comment as the API shows it. */
export function comment(id: number, login: string, body: string, type = login.endsWith('[bot]') ? 'Bot' : 'User'): Json {
  return { id, user: { login, type }, body };
}

/** What GitHub's API answers about one repository, by a server on this machine. */
export class GitHub {
  public pulls: Json[] = [];
  public comments: Json[] = [];
  public artifacts: Json[] = [];
  /** Bytes behind the redirect of an artefact. */
  public zip: Buffer = Buffer.alloc(0);
  public location: string | undefined;
  public readonly written: Written[] = [];
  /** Requests that came with the token, or without. */
  public readonly asked: { readonly path: string; readonly token: boolean }[] = [];
  /** Answers to give instead of the right ones, by the beginning of the path. */
  public readonly instead = new Map<
    string,
    { readonly status: number; readonly body: string; readonly headers?: Record<string, string> }
  >();
  private readonly server: Server = createServer((request, response) => void this.answer(request, response));

  public async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public get variables(): Record<string, string> {
    return { GITHUB_API_URL: this.url, GITHUB_REPOSITORY: 'acme/access', GITHUB_TOKEN: TOKEN };
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://api');
    const path = url.pathname.replace('/repos/acme/access', '');
    this.asked.push({ path, token: request.headers.authorization === `Bearer ${TOKEN}` });
    const body = await text(request);
    const other = [...this.instead].find(([start]) => `${request.method} ${path}`.startsWith(start))?.[1];
    if (other !== undefined) response.writeHead(other.status, other.headers).end(other.body);
    else if (request.method === 'GET') this.read(path, url, response);
    else this.write({ method: String(request.method), path, body: JSON.parse(body) as Json }, response);
  }

  private read(path: string, url: URL, response: ServerResponse): void {
    const page = (list: readonly Json[]): readonly Json[] => {
      const size = Number(url.searchParams.get('per_page') ?? 30);
      const first = (Number(url.searchParams.get('page') ?? 1) - 1) * size;
      return list.slice(first, first + size);
    };
    if (path === '') json(response, 200, { default_branch: 'main' });
    else if (path === '/pulls') {
      const wanted = this.pulls.filter(
        ({ state, base }) => state === url.searchParams.get('state') && (base as Json)['ref'] === url.searchParams.get('base'),
      );
      json(response, 200, page(wanted));
    } else if (/^\/issues\/\d+\/comments$/.test(path)) json(response, 200, page(this.comments));
    else if (/^\/actions\/runs\/\d+\/artifacts$/.test(path)) json(response, 200, { artifacts: page(this.artifacts) });
    else if (/^\/actions\/artifacts\/\d+\/zip$/.test(path))
      response.writeHead(302, { location: this.location ?? `${this.url}/blob?sig=canary` }).end();
    else if (path === '/blob') response.writeHead(200).end(this.zip);
    else json(response, 404, { message: 'Not Found' });
  }

  private write(written: Written, response: ServerResponse): void {
    if (String(written.body['body'] ?? '').length > 65_536)
      return json(response, 422, { message: 'Body is too long (maximum is 65536 characters)' });
    this.written.push(written);
    json(response, written.method === 'POST' ? 201 : 200, { id: 1 });
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function text(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}
