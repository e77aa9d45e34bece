import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';

/** What a certificate of a client is made of. */
export interface CertificateOptions {
  /** Bits of an RSA key; none for one of an elliptic curve. @default - 2048 */
  readonly bits?: number;
  /** @default - SHA-256 */
  readonly digest?: string;
}

/** From when to when the certificates are valid. */
export const VALID = { from: '2020-01-01T00:00:00Z', to: '2090-01-01T00:00:00Z' } as const;

/** A certificate as Graph takes it: base64 of DER. */
export async function certificateOf({ bits = 2048, digest = 'SHA-256' }: CertificateOptions = {}): Promise<string> {
  const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: digest, publicExponent: new Uint8Array([1, 0, 1]), modulusLength: bits };
  const algorithm = bits === 0 ? { name: 'ECDSA', namedCurve: 'P-256', hash: digest } : rsa;
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=test',
    notBefore: new Date(VALID.from),
    notAfter: new Date(VALID.to),
    signingAlgorithm: algorithm,
    keys,
  });
  return Buffer.from(certificate.rawData).toString('base64');
}
