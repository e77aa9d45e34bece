import { createHash, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { exportJWK, SignJWT, type JWK } from 'jose';

/** A key that signs tokens. */
interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly published: JWK;
}

/** The keys of the embedded Entra. They sign for all tenants, as Microsoft's do. */
export class SigningKeys {
  private constructor(
    private current: SigningKey,
    private published: readonly SigningKey[],
  ) {}

  static async create(): Promise<SigningKeys> {
    const key = await newKey();
    return new SigningKeys(key, [key]);
  }

  /** Keys by which tokens can be verified, as discovery names them. */
  keySet(): { readonly keys: readonly JWK[] } {
    return { keys: this.published.map(({ published }) => published) };
  }

  /** Id of the key that signs now. */
  get kid(): string {
    return this.current.kid;
  }

  /** Publishes a further key, with which nothing is signed yet. */
  async announce(): Promise<void> {
    this.published = [...this.published, await newKey()];
  }

  /** Signs with the key that was published last from now on. The ones before stay published. */
  rollOver(): void {
    this.current = this.published.at(-1) ?? this.current;
  }

  /** Replaces all keys at once: what the old ones signed cannot be verified any more. */
  async replaceAll(): Promise<void> {
    this.current = await newKey();
    this.published = [this.current];
  }

  /** A token with these claims. */
  async sign(claims: Readonly<Record<string, unknown>>, version: 1 | 2): Promise<string> {
    const { kid, privateKey } = this.current;
    const header = { typ: 'JWT', alg: 'RS256', kid, ...(version === 1 && { x5t: kid }) };
    return new SignJWT(claims).setProtectedHeader(header).sign(privateKey);
  }
}

const makePair = promisify(generateKeyPair);

async function newKey(): Promise<SigningKey> {
  const { publicKey, privateKey } = await makePair('rsa', { modulusLength: 2048 });
  const jwk = await exportJWK(publicKey);
  const kid = createHash('sha1')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64url');
  return { kid, privateKey, published: { ...jwk, use: 'sig', kid, x5t: kid, alg: 'RS256' } };
}
