import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;

/** A certificate and its key, as a TLS server takes them. */
export interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
}

/** An authority that vouches for the sandbox's servers. Its key is in memory only, and goes with the process. */
export class CertificateAuthority {
  private serial = 1;

  private constructor(
    private readonly keys: CryptoKeyPair,
    /** Its own certificate, for whoever is to trust it. */
    readonly certificate: string,
  ) {}

  /** @param now Milliseconds since 1970 */
  static async create(now: number): Promise<CertificateAuthority> {
    const keys = await newKeys();
    const certificate = await X509CertificateGenerator.createSelfSigned({
      serialNumber: '01',
      name: NAME,
      ...validity(now),
      signingAlgorithm: ALGORITHM,
      keys,
      extensions: [new BasicConstraintsExtension(true, 0, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true)],
    });
    return new CertificateAuthority(keys, certificate.toString('pem'));
  }

  /** A certificate for some host names. */
  async issue(hosts: readonly string[], now: number): Promise<ServerCertificate> {
    const { publicKey, privateKey } = await newKeys();
    this.serial += 1;
    const certificate = await X509CertificateGenerator.create({
      serialNumber: this.serial.toString(16).padStart(2, '0'),
      subject: 'CN=kong-entra sandbox',
      issuer: NAME,
      ...validity(now),
      signingAlgorithm: ALGORITHM,
      signingKey: this.keys.privateKey,
      publicKey,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension(hosts.map((value) => ({ type: isAddress(value) ? ('ip' as const) : ('dns' as const), value }))),
      ],
    });
    return { cert: certificate.toString('pem'), key: await pemOf(privateKey) };
  }

  /** A certificate by which a client proves itself, with a key as Entra takes them: RSA. */
  async issueForClient(name: string, now: number): Promise<ServerCertificate> {
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 2048 };
    const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
    this.serial += 1;
    const certificate = await X509CertificateGenerator.create({
      serialNumber: this.serial.toString(16).padStart(2, '0'),
      subject: [{ CN: [name] }],
      issuer: NAME,
      ...validity(now),
      signingAlgorithm: ALGORITHM,
      signingKey: this.keys.privateKey,
      publicKey: keys.publicKey,
    });
    return { cert: certificate.toString('pem'), key: await pemOf(keys.privateKey) };
  }
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${der}\n-----END PRIVATE KEY-----\n`;
}

const NAME = 'CN=kong-entra sandbox authority';

type CryptoKeyPair = webcrypto.CryptoKeyPair;

function newKeys(): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']) as Promise<CryptoKeyPair>;
}

/** From a day ago, for whoever puts the clock back, to a year ahead, for whoever puts it forward. */
function validity(now: number): { readonly notBefore: Date; readonly notAfter: Date } {
  return { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + 365 * DAY_MS) };
}

function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(':');
}
