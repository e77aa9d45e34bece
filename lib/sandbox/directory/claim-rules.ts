import { notMade, type GraphError } from './graph-error';
import { type Application, type OptionalClaim } from './types';

/** Optional claims of tokens that the sandbox issues, with what may be said of each. People here have no mailbox and no names but one. */
const CLAIMS: Readonly<Record<string, readonly string[]>> = {
  acct: [],
  email: [],
  family_name: [],
  given_name: [],
  groups: [],
  upn: ['include_externally_authenticated_upn', 'include_externally_authenticated_upn_without_hash'],
};

const OF_ACCESS_TOKENS = { ...CLAIMS, idtyp: ['include_user_token'] };

const GROUPS = ['None', 'SecurityGroup', 'ApplicationGroup'];

/**
 * Holds the claims that a registration asks for against those that tokens have here: a claim that is silently missing would be taken for
 * Entra's. No tokens of SAML are issued.
 *
 * @throws GraphError where one of them is not made
 */
export function checkClaims({ optionalClaims, groupMembershipClaims }: Application): void {
  for (const claim of optionalClaims?.accessToken ?? []) assertMade(claim, OF_ACCESS_TOKENS, 'access tokens');
  for (const claim of optionalClaims?.idToken ?? []) assertMade(claim, CLAIMS, 'id tokens');
  if (groupMembershipClaims !== null && !GROUPS.includes(groupMembershipClaims))
    throw noTokens(`group membership claims ${JSON.stringify(groupMembershipClaims)}; those are one of ${GROUPS.join(', ')}`);
}

function assertMade(
  { name, source, additionalProperties }: OptionalClaim,
  made: Readonly<Record<string, readonly string[]>>,
  where: string,
): void {
  const known = Object.hasOwn(made, name) ? made[name] : undefined;
  if (known === undefined || (source ?? null) !== null)
    throw noTokens(`the claim ${JSON.stringify(name)} in ${where}; those that can be asked for are ${Object.keys(made).sort().join(', ')}`);
  const strange = additionalProperties?.find((property) => !known.includes(property));
  if (strange !== undefined) throw noTokens(`the claim ${JSON.stringify(name)} in ${where} with ${JSON.stringify(strange)}`);
}

function noTokens(what: string): GraphError {
  return notMade(`The sandbox issues no tokens with ${what}.`);
}
