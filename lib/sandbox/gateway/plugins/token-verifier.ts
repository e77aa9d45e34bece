import { compactVerify, decodeProtectedHeader, importJWK, type JWK, type KeyLike } from 'jose';
import { isObject, type Json } from '../../../terraform';
import { type Clock } from '../../directory';
import { type Fetcher } from '../../network';

/** How keys are found and kept. */
export interface VerifierOptions {
  /** URL of the discovery document, or the issuer that it belongs to. */
  readonly discovery: string;
  readonly algorithms: readonly string[];
  /** Seconds that discovery and keys are kept. */
  readonly keptSeconds: number;
  /** Seconds between two attempts to find a key that is not there. */
  readonly pauseSeconds: number;
  /** Seconds after an attempt that failed in which there is no other. */
  readonly failedPauseSeconds: number;
  readonly fetcher: Fetcher;
  readonly clock: Clock;
}

/** A token that was verified, or why it was not. */
export type Verified =
  | { readonly claims: Json; readonly issuer: string }
  | { readonly problem: 'form' | 'algorithm' | 'key' | 'signature'; readonly found: string };

/** Keys and issuer of a discovery document, as they were found. */
interface Found {
  readonly issuer: string;
  readonly keys: ReadonlyMap<string, JWK>;
  readonly at: number;
}

/** A key, and the claims of tokens that it signed. Keys that are fetched anew start anew; times are checked at each call. */
interface ImportedKey {
  readonly key: KeyLike | Uint8Array;
  /** By token: the same bytes and the same key always give the same answer. */
  readonly verified: Map<string, Json>;
  /** Tokens that are being verified: who brings the same one waits for the same answer. */
  readonly underWay: Map<string, Promise<Json | undefined>>;
}

const MOST_VERIFIED = 1_000;

/** Discovery was not to be had, and nothing of it is kept. */
export class DiscoveryFailed extends Error {
  constructor(reason: string) {
    super(`discovery failed: ${reason}`);
    this.name = 'DiscoveryFailed';
  }
}

/** Verifies signatures of tokens with the keys that an issuer publishes; fetches them over HTTP, and again when a key is not known. */
export class TokenVerifier {
  private found: Found | undefined;
  private underWay: Promise<Found> | undefined;
  private triedAt = -Infinity;
  /** Why the last attempt failed; undefined where it did not. */
  private failure: string | undefined;
  private readonly imported = new WeakMap<JWK, ImportedKey>();

  constructor(private readonly options: VerifierOptions) {}

  /** A token that was verified before, where its key is still the one; undefined where that takes a closer look. */
  known(token: string): Verified | undefined {
    const { algorithms, clock, keptSeconds } = this.options;
    const { found } = this;
    const header = found === undefined || clock.now() - found.at >= keptSeconds * 1000 ? undefined : headerOf(token);
    if (found === undefined || header?.alg === undefined || !algorithms.includes(header.alg)) return undefined;
    const key = keyIn(found, header.kid);
    const claims = key === undefined ? undefined : this.imported.get(key)?.verified.get(token);
    return claims === undefined ? undefined : { claims, issuer: found.issuer };
  }

  /** @throws DiscoveryFailed where no keys are to be had */
  async verify(token: string): Promise<Verified> {
    const header = headerOf(token);
    if (header === undefined) return { problem: 'form', found: 'no signed token' };
    const { alg = 'nothing', kid } = header;
    if (!this.options.algorithms.includes(alg)) return { problem: 'algorithm', found: alg };
    const { key, issuer } = await this.keyOf(kid);
    if (key === undefined) return { problem: 'key', found: kid ?? 'no key id' };
    const content = await this.contentOf(token, key, alg);
    if (content === undefined) return { problem: 'signature', found: `not made with key ${kid ?? ''}` };
    return { claims: content, issuer };
  }

  /** Forgets what is kept, as a restart does. */
  forget(): void {
    this.found = undefined;
    this.triedAt = -Infinity;
    this.failure = undefined;
  }

  private async contentOf(token: string, key: JWK, alg: string): Promise<Json | undefined> {
    try {
      const imported = this.imported.get(key) ?? { key: await importJWK(key, alg), verified: new Map(), underWay: new Map() };
      // Somebody else may have imported it meanwhile.
      const known = this.imported.get(key) ?? imported;
      this.imported.set(key, known);
      const before = known.verified.get(token) ?? known.underWay.get(token);
      if (before !== undefined) return await before;
      const verifying = verifiedContent(token, known, alg).finally(() => known.underWay.delete(token));
      known.underWay.set(token, verifying);
      return await verifying;
    } catch {
      return undefined;
    }
  }

  private async keyOf(kid: string | undefined): Promise<{ readonly key: JWK | undefined; readonly issuer: string }> {
    const { clock, keptSeconds, pauseSeconds } = this.options;
    const isFresh = this.found !== undefined && clock.now() - this.found.at < keptSeconds * 1000;
    const known = isFresh || this.hasJustFailed() ? this.kept() : await this.discover();
    const key = keyIn(known, kid);
    const isTooSoon = this.failure === undefined ? this.triedWithin(pauseSeconds) : this.hasJustFailed();
    if (key !== undefined || isTooSoon) return { key, issuer: known.issuer };
    const again = await this.discover();
    return { key: keyIn(again, kid), issuer: again.issuer };
  }

  private hasJustFailed(): boolean {
    return this.failure !== undefined && this.triedWithin(this.options.failedPauseSeconds);
  }

  private triedWithin(seconds: number): boolean {
    return this.options.clock.now() - this.triedAt < seconds * 1000;
  }

  private kept(): Found {
    if (this.found === undefined) throw new DiscoveryFailed(this.failure ?? 'it was not tried');
    return this.found;
  }

  /** Asks once for all who wait. What was found before is kept where the answer is no good. */
  private async discover(): Promise<Found> {
    this.underWay ??= this.ask().finally(() => (this.underWay = undefined));
    try {
      this.found = await this.underWay;
      this.failure = undefined;
      return this.found;
    } catch (error) {
      this.failure = error instanceof Error ? error.message : 'no reason';
      return this.kept();
    }
  }

  private async ask(): Promise<Found> {
    const { discovery, fetcher, clock } = this.options;
    this.triedAt = clock.now();
    const url = discovery.endsWith(WELL_KNOWN) ? discovery : `${discovery.replace(/\/$/, '')}${WELL_KNOWN}`;
    const document = await json(fetcher, url);
    const { issuer, jwks_uri: keysUrl } = document;
    if (typeof issuer !== 'string' || typeof keysUrl !== 'string') throw new Error('the document names no issuer or no keys');
    const { keys } = await json(fetcher, keysUrl);
    if (!Array.isArray(keys)) throw new Error('the keys are no list');
    const all = (keys as readonly unknown[]).filter((key): key is JWK => isObject(key));
    return { issuer, keys: new Map(all.map((key) => [key.kid ?? '', key])), at: clock.now() };
  }
}

async function verifiedContent(token: string, { key, verified }: ImportedKey, alg: string): Promise<Json | undefined> {
  const { payload } = await compactVerify(token, key, { algorithms: [alg] });
  const claims: unknown = JSON.parse(Buffer.from(payload).toString());
  if (!isObject(claims)) return undefined;
  if (verified.size >= MOST_VERIFIED) verified.clear();
  verified.set(token, claims);
  return claims;
}

const WELL_KNOWN = '/.well-known/openid-configuration';

async function json(fetcher: Fetcher, url: string): Promise<Json> {
  const { status, body } = await fetcher.fetch(url);
  if (status !== 200) throw new Error(`${url} answers ${String(status)}`);
  const parsed: unknown = JSON.parse(body);
  if (!isObject(parsed)) throw new Error(`${url} is no object`);
  return parsed;
}

function keyIn({ keys }: Found, kid: string | undefined): JWK | undefined {
  if (kid !== undefined) return keys.get(kid);
  return keys.size === 1 ? [...keys.values()][0] : undefined;
}

interface TokenHeader {
  readonly alg?: string;
  readonly kid?: string;
}

/** Headers by their text: an issuer writes the same one into all tokens of a key. */
const headers = new Map<string, TokenHeader>();
const MOST_HEADERS = 100;

function headerOf(token: string): TokenHeader | undefined {
  const [first, last] = [token.indexOf('.'), token.lastIndexOf('.')];
  if (first === last || token.indexOf('.', first + 1) !== last) return undefined;
  const text = token.slice(0, first);
  const known = headers.get(text);
  if (known !== undefined) return known;
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    const header: TokenHeader = { ...(typeof alg === 'string' && { alg }), ...(typeof kid === 'string' && { kid }) };
    if (headers.size >= MOST_HEADERS) headers.clear();
    headers.set(text, header);
    return header;
  } catch {
    return undefined;
  }
}
