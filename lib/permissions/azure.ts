import { isEvaluated, isObject, literalOf, valueAt, type TerraformStackState } from '../terraform';
import { type AzureScope, type NeededAzureRole, type NeededPerson, type PipelineIdentity } from './types';

const READER = 'Storage Blob Data Reader';
const CONTRIBUTOR = 'Storage Blob Data Contributor';

/** Roles on Azure for the states that a stack writes and reads. */
export function stateRoles(stack: TerraformStackState, identity: PipelineIdentity): readonly NeededAzureRole[] {
  const own = scopeOf(valueAt(stack.content, 'terraform', 'backend', 'azurerm'));
  const others = stack.resources
    .filter(({ type, values }) => type === 'terraform_remote_state' && values['backend'] === 'azurerm')
    .flatMap(({ values }) => scopeOf(values['config']));
  const role = identity === 'plan' ? READER : CONTRIBUTOR;
  return [
    ...own.map((scope) => ({ role, scope, why: identity === 'plan' ? 'reads the state' : 'reads, locks and writes the state' })),
    ...others.map((scope) => ({ role: READER, scope, why: 'reads the state of the stack that registers' })),
  ];
}

/** Each role on each scope once, and none that a stronger one on the same scope covers. */
export function strongest(roles: readonly NeededAzureRole[]): readonly NeededAzureRole[] {
  const sorted = [...roles].sort((a, b) => compare(key(a), key(b)));
  return sorted.filter((one, at) => {
    const isRepeated = sorted.findIndex((other) => key(other) === key(one)) < at;
    return (
      !isRepeated && !(one.role === READER && sorted.some((other) => other.role === CONTRIBUTOR && place(other.scope) === place(one.scope)))
    );
  });
}

/** Types of the azurerm provider whose needs are known: those of the audit stack. */
const AUDIT_TYPES = ['azurerm_log_analytics_workspace', 'azurerm_monitor_aad_diagnostic_setting'];

/** True for a type whose needs {@link peopleFor} knows. */
export function isAudit(type: string): boolean {
  return AUDIT_TYPES.includes(type);
}

/** What of a stack takes a person: the interface behind the tenant's diagnostic settings knows no applications. */
export function peopleFor(stack: TerraformStackState): readonly NeededPerson[] {
  const neededBy = stack.resources.filter(({ type, mode }) => mode === 'managed' && isAudit(type)).map(({ address }) => address);
  if (neededBy.length === 0) return [];
  return [
    {
      what: `plan and apply ${stack.name}, signed in with \`az login\``,
      roles: ['Security Administrator', 'Log Analytics Contributor on the resource group of the workspace'],
      why: 'the interface of the tenant’s diagnostic settings takes no sign-in of an application, so no identity of a pipeline can read or write them',
      neededBy: neededBy.sort(),
    },
  ];
}

function scopeOf(config: unknown): readonly AzureScope[] {
  const text = (name: string): string | undefined => {
    const value = valueAt(config, name);
    return typeof value === 'string' && !isEvaluated(value) ? literalOf(value) : undefined;
  };
  const [resourceGroup, storageAccount, container] = ['resource_group_name', 'storage_account_name', 'container_name'].map(text);
  return isObject(config) && resourceGroup !== undefined && storageAccount !== undefined && container !== undefined
    ? [{ resourceGroup, storageAccount, container }]
    : [];
}

function place({ resourceGroup, storageAccount, container }: AzureScope): string {
  return JSON.stringify([resourceGroup, storageAccount, container]);
}

function key({ role, scope }: NeededAzureRole): string {
  return `${place(scope)} ${role}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
