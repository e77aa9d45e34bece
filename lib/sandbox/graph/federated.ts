import { badRequest, invalid, notMade, type FederatedIdentityCredential } from '../directory';
import { type Json } from '../../terraform';

type Content = Omit<FederatedIdentityCredential, 'id'>;

const NOTHING: Content = { name: '', issuer: '', subject: '', audiences: [], description: null };

/** A federated credential in a body, with what it says nothing of as it was. @throws GraphError where it is of no form, or matches by patterns */
export function federatedIn(body: Json, before: Content & { readonly id?: string } = NOTHING): Content {
  const { name, issuer, subject, audiences, description, claimsMatchingExpression, id, ...rest } = body;
  if (id !== undefined && id !== before.id) throw badRequest("Property 'id' is read-only and cannot be set.");
  const strange = Object.keys(rest).find((property) => !property.startsWith('@odata'));
  if (strange !== undefined) throw badRequest(`Invalid property '${strange}' of resource '${KIND}'.`);
  if ((claimsMatchingExpression ?? null) !== null)
    throw notMade('The sandbox matches no federated credentials by claimsMatchingExpression: they are compared with a subject.');
  return {
    name: textIn('name', name, before.name),
    issuer: textIn('issuer', issuer, before.issuer),
    subject: textIn('subject', subject, before.subject),
    audiences: textsIn(audiences, before.audiences),
    description: description === null ? null : textIn('description', description, before.description),
  };
}

const KIND = 'FederatedIdentityCredential';

function textIn<Known extends string | null>(property: string, value: unknown, before: Known): string | Known {
  if (value === undefined) return before;
  if (typeof value !== 'string') throw invalid(property, undefined, KIND);
  return value;
}

function textsIn(value: unknown, before: readonly string[]): readonly string[] {
  if (value === undefined) return before;
  if (!Array.isArray(value) || !value.every((one): one is string => typeof one === 'string')) throw invalid('audiences', undefined, KIND);
  return value;
}
