import { graphPermissions } from '../../lib/model';
import { type Sandbox } from '../../lib/sandbox';
import { type Fetched } from '../../lib/sandbox/network';

/** App roles of Microsoft Graph. */
export type GraphRoles = readonly (keyof typeof graphPermissions.appRoles)[];

/** Whoever asks Graph in the tests. */
export const CALLER = 'carrier-hub';

/** Asks Graph as an application that holds these roles of it, and no others. */
export async function asked(sandbox: Sandbox, roles: GraphRoles, line: string, body?: unknown): Promise<Fetched> {
  const { home, entra } = sandbox;
  const caller = sandbox.principal(CALLER);
  const graph = home.servicePrincipals.ofClientId(graphPermissions.appId);
  for (const held of home.grants.assignmentsOf(graph?.id)) if (held.principalId === caller.id) home.grants.unassign(held.id);
  for (const role of roles)
    home.grants.assign({ principalId: caller.id, resourceId: graph?.id, appRoleId: graphPermissions.appRoles[role] });
  const [method = '', path = ''] = line.split(' ');
  const secret = home.credentials.addSecret(caller.appId, 'test').secretText;
  const text = await tokenFor(sandbox, caller.appId, secret);
  return entra.fetcher.fetch(`https://graph.microsoft.com/v1.0${path}`, {
    method,
    headers: { authorization: `Bearer ${text}` },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

/** A token for Graph, got by a secret. */
export async function tokenFor({ home, entra }: Sandbox, appId: string, secret: string): Promise<string> {
  const token = await entra.fetcher.fetch(`https://login.microsoftonline.com/${home.id}/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: appId,
      client_secret: secret,
      scope: 'https://graph.microsoft.com/.default',
    }).toString(),
  });
  const { access_token: text = token.body } = JSON.parse(token.body) as { readonly access_token?: string };
  return text;
}

/** Status and code of an answer, and what it says of a property. */
export function nameOf({ status, body }: Fetched): string {
  const { error } = JSON.parse(body || '{}') as {
    readonly error?: { readonly code: string; readonly details?: readonly { readonly code: string }[] };
  };
  const words = [String(status), error?.code, ...(error?.details ?? []).map(({ code }) => code)];
  return words.filter((word) => word !== undefined).join(' ');
}

/** What an answer holds. */
export function contentOf<Content>({ body }: Fetched): Content {
  return JSON.parse(body) as Content;
}
