import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { checkCertificates } from './certificates';
import { graphTime } from './clock';
import { checkFederated, checkRoomForFederated, wrongFederated } from './federated-rules';
import { invalid, notFound } from './graph-error';
import { type Tenant } from './tenant';
import { type FederatedIdentityCredential, type KeyCredential, type PasswordCredential } from './types';

/** A secret as it is shown once, when it is made. */
export interface ShownSecret extends PasswordCredential {
  readonly secretText: string;
}

/** From when to when a secret is of use, in milliseconds since 1970. */
export interface SecretTimes {
  readonly startsAt?: number | undefined;
  readonly endsAt?: number | undefined;
}

/** By what applications prove themselves, kept by the client id of whoever uses it. */
export class Credentials {
  private readonly secrets = new Map<string, readonly (PasswordCredential & { readonly digest: Buffer })[]>();
  private readonly certificates = new Map<string, readonly KeyCredential[]>();
  private readonly tokens = new Map<string, readonly FederatedIdentityCredential[]>();

  constructor(private readonly tenant: Tenant) {}

  /**
   * Makes a secret.
   *
   * @param times Milliseconds since 1970 @default - from now on, for two years
   * @throws GraphError where they are none or in no order, or where the application is full
   */
  addSecret(appId: string, displayName: string | null, times: SecretTimes = {}): ShownSecret {
    const now = this.tenant.clock.now();
    checkSecret(times, now);
    this.tenant.applications.checkRoom(appId, this.numberOf(appId) + 1);
    const { startsAt = now, endsAt = startsAt + 2 * 365 * 86_400_000 } = times;
    const secretText = randomBytes(30).toString('base64url');
    const secret: PasswordCredential = {
      keyId: this.tenant.ids.next('secret', `${appId}/${displayName ?? ''}`),
      displayName,
      startDateTime: graphTime(startsAt),
      endDateTime: graphTime(endsAt),
      hint: secretText.slice(0, 3),
    };
    this.secrets.set(appId, [...this.secretsOf(appId), { ...secret, digest: digestOf(secretText) }]);
    return { ...secret, secretText };
  }

  /** Takes a secret away. */
  removeSecret(appId: string, keyId: string): void {
    const left = this.secretsOf(appId).filter((one) => one.keyId !== keyId);
    if (left.length === this.secretsOf(appId).length) throw notFound(keyId);
    this.secrets.set(appId, left);
  }

  /** Lets a secret end now. */
  expireSecret(appId: string, keyId: string): void {
    const endDateTime = graphTime(this.tenant.clock.now() - 1000);
    this.secrets.set(
      appId,
      this.secretsOf(appId).map((one) => (one.keyId === keyId ? { ...one, endDateTime } : one)),
    );
  }

  /** The secrets of an application, without their texts. */
  secretsOf(appId: string): readonly (PasswordCredential & { readonly digest: Buffer })[] {
    return this.secrets.get(appId) ?? [];
  }

  /** The secret with a text; undefined where there is none. */
  secretWith(appId: string, text: string): PasswordCredential | undefined {
    const digest = digestOf(text);
    return this.secretsOf(appId).find((one) => timingSafeEqual(one.digest, digest));
  }

  /** Sets the certificates. @throws GraphError where one breaks a rule, or where the application is full */
  setCertificates(appId: string, certificates: readonly KeyCredential[]): void {
    checkCertificates(certificates);
    this.tenant.applications.checkRoom(appId, this.numberOf(appId, certificates.length));
    this.certificates.set(appId, certificates);
  }

  certificatesOf(appId: string): readonly KeyCredential[] {
    return this.certificates.get(appId) ?? [];
  }

  /** How many secrets and certificates an application has, or would have with so many certificates. */
  numberOf(appId: string, certificates = this.certificatesOf(appId).length): number {
    return this.secretsOf(appId).length + certificates;
  }

  /** @throws GraphError where it breaks a rule, or where there are as many as there may be */
  addFederated(appId: string, credential: Omit<FederatedIdentityCredential, 'id'>): FederatedIdentityCredential {
    const others = this.federatedOf(appId);
    checkRoomForFederated(others);
    checkFederated(credential, others);
    const made = { ...credential, id: this.tenant.ids.next('federated', `${appId}/${credential.name}`) };
    this.tokens.set(appId, [...others, made]);
    return made;
  }

  /** @throws GraphError where there is none */
  federated(appId: string, id: string): FederatedIdentityCredential {
    const found = this.federatedOf(appId).find((one) => one.id === id);
    if (found === undefined) throw notFound(id);
    return found;
  }

  /** Changes all but the name. @throws GraphError where there is none, or where it breaks a rule */
  updateFederated(appId: string, id: string, credential: Omit<FederatedIdentityCredential, 'id'>): void {
    if (credential.name !== this.federated(appId, id).name) throw wrongFederated('The name cannot be changed.');
    const all = this.federatedOf(appId);
    checkFederated(
      credential,
      all.filter((one) => one.id !== id),
    );
    this.tokens.set(
      appId,
      all.map((one) => (one.id === id ? { ...credential, id } : one)),
    );
  }

  removeFederated(appId: string, id: string): void {
    this.tokens.set(
      appId,
      this.federatedOf(appId).filter((one) => one.id !== id),
    );
  }

  federatedOf(appId: string): readonly FederatedIdentityCredential[] {
    return this.tokens.get(appId) ?? [];
  }
}

/** Holds the times of a secret against each other. @throws GraphError where one is none, or they are in no order */
export function checkSecret({ startsAt = -Infinity, endsAt = Infinity }: SecretTimes, now: number): void {
  if (Number.isNaN(startsAt)) throw invalid('startDateTime', undefined, 'PasswordCredential');
  if (!(endsAt > Math.max(startsAt, now))) throw invalid('endDateTime', undefined, 'PasswordCredential');
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
