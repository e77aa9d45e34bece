import { createHash, createPrivateKey, randomBytes, X509Certificate, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { DefinitionError } from '../errors';
import { graphTime, type ServicePrincipal, type Tenant } from './directory';
import { type CloudHosts } from './entra';
import { type CertificateAuthority } from './network';

interface OwnCertificate {
  readonly key: KeyObject;
  readonly thumbprint: string;
}

/** By what clients prove themselves: a managed identity by a certificate, any other by a secret. Each is made when it is first needed. */
export class Proofs {
  private readonly secrets = new Map<string, string>();
  private readonly certificates = new Map<string, Promise<OwnCertificate>>();

  constructor(
    private readonly cloud: CloudHosts,
    private readonly ca: CertificateAuthority,
  ) {}

  /** What a client adds to a request for a token; nothing where it is a public client. */
  async of(tenant: Tenant, client: ServicePrincipal): Promise<Readonly<Record<string, string>>> {
    if (client.servicePrincipalType === 'ManagedIdentity') return this.assertionOf(tenant, client);
    return isPublic(tenant, client) ? {} : { client_secret: this.secretOf(tenant, client) };
  }

  /**
   * Lets the secret of a client end now; one is made where it has none yet.
   *
   * @throws DefinitionError where the client proves itself otherwise [SANDBOX_INPUT]
   */
  expireSecret(tenant: Tenant, client: ServicePrincipal): void {
    this.secretOf(tenant, client);
    const credentials = tenant.credentialsOf(client.appId);
    for (const { keyId } of credentials.secretsOf(client.appId)) credentials.expireSecret(client.appId, keyId);
  }

  /** Gives a client a new secret. @throws DefinitionError as {@link expireSecret} */
  renewSecret(tenant: Tenant, client: ServicePrincipal): void {
    this.secrets.delete(client.appId);
    this.secretOf(tenant, client);
  }

  private secretOf(tenant: Tenant, client: ServicePrincipal): string {
    if (!usesSecret(tenant, client)) {
      const what = 'proves itself by a certificate, or not at all, and has no secret';
      throw new DefinitionError([{ where: client.displayName, what, fix: 'take a client that has one', code: 'SANDBOX_INPUT' }]);
    }
    const secret = this.secrets.get(client.appId) ?? tenant.credentialsOf(client.appId).addSecret(client.appId, 'sandbox').secretText;
    this.secrets.set(client.appId, secret);
    return secret;
  }

  private async assertionOf(tenant: Tenant, client: ServicePrincipal): Promise<Readonly<Record<string, string>>> {
    const { key, thumbprint } = await this.certificateOf(tenant, client);
    const now = tenant.clock.seconds();
    const assertion = await new SignJWT({ jti: randomBytes(16).toString('hex') })
      .setProtectedHeader({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint })
      .setIssuer(client.appId)
      .setSubject(client.appId)
      .setAudience(`https://${this.cloud.login}/${tenant.id}/oauth2/v2.0/token`)
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(now + 300)
      .sign(key);
    return { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion };
  }

  /** Whoever asks while it is made gets the same one. */
  private certificateOf(tenant: Tenant, client: ServicePrincipal): Promise<OwnCertificate> {
    const known = this.certificates.get(client.appId);
    if (known !== undefined) return known;
    const made = this.certify(tenant, client);
    this.certificates.set(client.appId, made);
    made.catch(() => this.certificates.delete(client.appId));
    return made;
  }

  private async certify(tenant: Tenant, client: ServicePrincipal): Promise<OwnCertificate> {
    const { cert, key } = await this.ca.issueForClient(client.displayName, tenant.clock.now());
    const { raw, validFrom, validTo } = new X509Certificate(cert);
    tenant.credentialsOf(client.appId).setCertificates(client.appId, [
      {
        keyId: tenant.ids.next('certificate', client.appId),
        displayName: null,
        type: 'AsymmetricX509Cert',
        usage: 'Verify',
        startDateTime: graphTime(Date.parse(validFrom)),
        endDateTime: graphTime(Date.parse(validTo)),
        key: raw.toString('base64'),
      },
    ]);
    return { key: createPrivateKey(key), thumbprint: createHash('sha256').update(raw).digest('base64url') };
  }
}

/** Whether a client proves itself by a secret. */
export function usesSecret(tenant: Tenant, client: ServicePrincipal): boolean {
  return client.servicePrincipalType !== 'ManagedIdentity' && !isPublic(tenant, client);
}

/** Whether nobody can keep a secret for a client, because it runs with the person who uses it. */
function isPublic(tenant: Tenant, { appId }: ServicePrincipal): boolean {
  const application = tenant.world.applicationOf(appId)?.application;
  return (
    application !== undefined &&
    application.web.redirectUris.length === 0 &&
    application.spa.redirectUris.length + application.publicClient.redirectUris.length > 0
  );
}
