import { type Cloud } from '../../model';
import { type AzureScope } from '../types';

/** How a service principal is known: by object id or client id, or by a variable that whoever runs the command sets to a client id. */
export type KnownBy = { readonly objectId: string } | { readonly clientId: string } | { readonly variable: string };

interface Hosts {
  readonly login: string;
  readonly graph: string;
  /** What the Azure CLI calls the cloud. */
  readonly cli: string;
}

/** @see https://learn.microsoft.com/graph/deployments */
export const HOSTS: Readonly<Record<Cloud, Hosts>> = {
  global: { login: 'login.microsoftonline.com', graph: 'graph.microsoft.com', cli: 'AzureCloud' },
  usgovernmentl4: { login: 'login.microsoftonline.us', graph: 'graph.microsoft.us', cli: 'AzureUSGovernment' },
  usgovernmentl5: { login: 'login.microsoftonline.us', graph: 'dod-graph.microsoft.us', cli: 'AzureUSGovernment' },
  china: { login: 'login.partner.microsoftonline.cn', graph: 'microsoftgraph.chinacloudapi.cn', cli: 'AzureChinaCloud' },
};

/** Signs in to the tenant that the commands are for. */
export function signIn(tenantId: string, cloud: Cloud): string {
  return `az cloud set --name ${HOSTS[cloud].cli} && az login --tenant ${guid(tenantId)} --allow-no-subscriptions`;
}

/** The page on which an administrator consents to everything a registration asks for. */
export function adminConsentLink(tenantId: string, clientId: string, cloud: Cloud): string {
  return `https://${HOSTS[cloud].login}/${guid(tenantId)}/adminconsent?client_id=${guid(clientId)}`;
}

/** Gives a service principal, a group or a person an app role of an API: of a client, this is admin consent. */
export function assignRole(holder: KnownBy, api: KnownBy, roleId: string, cloud: Cloud): string {
  return inSubshell([
    variable('api', api, cloud),
    variable('holder', holder, cloud),
    [
      request('post', cloud, '/servicePrincipals/$api/appRoleAssignedTo'),
      `  --body ${quote('{"principalId":"')}"$holder"${quote('","resourceId":"')}"$api"${quote(`","appRoleId":"${guid(roleId)}"}`)}`,
    ].join(' \\\n'),
  ]);
}

/** Consents to scopes of an API for everybody. Entra keeps one consent per client and API, so all scopes are in it. */
export function consentToScopes(client: KnownBy, api: KnownBy, values: readonly string[], cloud: Cloud): string {
  const scope = JSON.stringify(values.join(' '));
  return inSubshell([
    variable('api', api, cloud),
    variable('client', client, cloud),
    [
      request('post', cloud, '/oauth2PermissionGrants'),
      `  --body ${quote('{"clientId":"')}"$client"${quote('","consentType":"AllPrincipals","resourceId":"')}"$api"${quote(`","scope":${scope}}`)}`,
    ].join(' \\\n'),
  ]);
}

/** Gives a service principal a role on a container of a storage account. */
export function assignStorageRole(holder: KnownBy, role: string, scope: AzureScope, cloud: Cloud): string {
  const { storageAccount, resourceGroup, container } = scope;
  return inSubshell([
    variable('holder', holder, cloud),
    `account=$(az storage account show --name ${quote(storageAccount)} --resource-group ${quote(resourceGroup)} --query id --output tsv)`,
    [
      `az role assignment create --role ${quote(role)}`,
      '  --assignee-object-id "$holder" --assignee-principal-type ServicePrincipal',
      `  --scope "$account/blobServices/default/containers/"${quote(container)}`,
    ].join(' \\\n'),
  ]);
}

/** A text as one word of a POSIX shell, whatever it holds. */
export function quote(text: string): string {
  return `'${text.replace(/'/g, `'\\''`)}'`;
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const VARIABLE = /^[A-Z][A-Z0-9_]*$/;

/** True for what may stand in a command as an id. */
export function isGuid(text: string): boolean {
  return GUID.test(text);
}

// Checked where files are read; here once more, since what is not a GUID would be run.
function guid(text: string): string {
  if (!isGuid(text)) throw new Error(`not a GUID: ${JSON.stringify(text)}`);
  return text.toLowerCase();
}

function inSubshell(steps: readonly string[]): string {
  return `(\n${steps.map((step) => step.replace(/^/gm, '  ')).join(' &&\n')}\n)`;
}

function variable(name: string, known: KnownBy, cloud: Cloud): string {
  if ('objectId' in known) return `${name}=${guid(known.objectId)}`;
  const at = `/servicePrincipals(appId='${'clientId' in known ? guid(known.clientId) : given(known.variable)}')?\\$select=id`;
  return `${name}=$(${request('get', cloud, at)} --query id --output tsv)`;
}

function given(name: string): string {
  if (!VARIABLE.test(name)) throw new Error(`not a name of a variable: ${JSON.stringify(name)}`);
  return `\${${name}:?set it to the client id}`;
}

// Addresses are made of constants, GUIDs and variables alone, so they stand in double quotes.
function request(method: string, cloud: Cloud, path: string): string {
  const { graph } = HOSTS[cloud];
  const headers = method === 'post' ? " --headers 'Content-Type=application/json'" : '';
  return `az rest --method ${method} --resource https://${graph}/${headers} --url "https://${graph}/v1.0${path}"`;
}
