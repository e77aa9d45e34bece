import 'reflect-metadata';
import { X509Certificate } from 'node:crypto';
import { X509Certificate as Signed } from '@peculiar/x509';
import { timeOf } from './clock';
import { badRequest, duplicate, GUID, invalid } from './graph-error';
import { type KeyCredential } from './types';

const TYPES = ['AsymmetricX509Cert', 'X509CertAndPassword'];
const USAGES = ['Verify', 'Sign', 'Encrypt'];
const DIGESTS = ['SHA-256', 'SHA-384', 'SHA-512'];
const SHORTEST_KEY = 2048;

/** A certificate of a registration. @throws GraphError where it is none */
export function parsed(key: string): X509Certificate {
  try {
    return new X509Certificate(Buffer.from(key, 'base64'));
  } catch {
    throw notValid();
  }
}

/**
 * Holds the certificates of an application against the rules of the directory.
 *
 * @see docs/entra.md
 * @throws GraphError for the first rule that is broken
 */
export function checkCertificates(certificates: readonly KeyCredential[]): void {
  if (new Set(certificates.map(({ keyId }) => keyId.toLowerCase())).size !== certificates.length)
    throw duplicate('keyCredentials', 'keyId');
  for (const certificate of certificates) {
    const { keyId, type, usage, key } = certificate;
    if (!GUID.test(keyId)) throw invalid('keyId', undefined, KIND);
    if (!TYPES.includes(type)) throw invalid('type', undefined, KIND);
    if (!USAGES.includes(usage)) throw invalid('usage', undefined, KIND);
    checkTimes(certificate, taken(key));
  }
}

const KIND = 'KeyCredential';

function taken(key: string): X509Certificate {
  const read = parsed(key);
  try {
    // What is no base64 would be read without it.
    if (/^[\w+/-]+={0,2}$/.test(key) && isTaken(read)) return read;
  } catch {
    // A key of a kind that cannot be read.
  }
  throw notValid();
}

/** Whether a certificate is of an RSA key that is long enough, and signed by a digest that is still trusted. */
function isTaken({ publicKey, raw }: X509Certificate): boolean {
  const { asymmetricKeyType, asymmetricKeyDetails } = publicKey;
  const { hash } = new Signed(raw).signatureAlgorithm as { readonly hash?: { readonly name: string } };
  return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= SHORTEST_KEY && DIGESTS.includes(hash?.name ?? '');
}

function checkTimes({ startDateTime, endDateTime }: KeyCredential, { validFrom, validTo }: X509Certificate): void {
  const [starts, ends] = [timeOf(startDateTime), timeOf(endDateTime)];
  if (!(starts >= Date.parse(validFrom))) throw badRequest('Key credential start date is invalid.');
  if (!(ends > starts && ends <= Date.parse(validTo))) throw badRequest('Key credential end date is invalid.');
}

function notValid(): Error {
  return badRequest('Key credential is not a valid certificate.');
}
