import { visible, visibleJson } from '../access';
import { markdownText } from './markdown';
import { type IdentityPermissions, type NeededAzureRole, type NeededPermission, type PermissionsNeeded } from './types';

/** What pipelines must be allowed to do, for programs. */
export function permissionsJson(needed: readonly PermissionsNeeded[]): string {
  return visibleJson({ formatVersion: 1, stacks: needed });
}

/** The same for people. */
export function permissionsText(needed: readonly PermissionsNeeded[]): string {
  const lines = needed.flatMap((one, at) => [
    ...(at === 0 ? [] : ['']),
    `${one.name}: tenant ${one.tenantId ?? 'not said'}, cloud ${one.cloud}`,
    ...one.identities.flatMap(identityLines),
    ...one.people.flatMap(({ what, roles, why, neededBy }) => [
      `  a person: ${what}`,
      `    as: ${roles.join('; ')}`,
      `    why: ${why}`,
      `    for: ${neededBy.join(', ')}`,
    ]),
    ...one.unknown.map(({ type, addresses }) => `  not known: what ${type} takes (${addresses.join(', ')}); see ${pageOf(type)}`),
    ...one.notes.map((note) => `  note: ${note}`),
    ...(isNothing(one) ? ['  nothing of Microsoft Graph and no role on Azure'] : []),
  ]);
  return lines.map((line) => `${visible(line)}\n`).join('');
}

function identityLines({ identity, graph, azure }: IdentityPermissions): readonly string[] {
  return [
    `  ${identity}`,
    ...graph.flatMap((one) => [
      `    ${one.permission} (tier ${one.tier}, ${one.risk})`,
      `      why: ${one.why}`,
      `      risk: ${one.stake}`,
      ...byType(one.neededBy).map((line) => `      for: ${line}`),
      `      not narrower: ${one.limit}`,
    ]),
    ...azure.map((one) => `    ${one.role} on ${scopeText(one)}: ${one.why}`),
  ];
}

/** The same to hand over, as Markdown. */
export function permissionsMarkdown(needed: readonly PermissionsNeeded[]): string {
  return `${needed.map(section).join('\n\n')}\n`;
}

function section(one: PermissionsNeeded): string {
  const parts = [
    `## ${markdownText(one.name)}`,
    `Tenant ${markdownText(one.tenantId ?? 'not said')}, cloud ${markdownText(one.cloud)}.`,
    ...one.identities.map(identitySection),
    ...one.people.map(
      ({ what, roles, why, neededBy }) =>
        `### A person\n\n- What: ${markdownText(what)}\n- As: ${markdownText(roles.join('; '))}\n- Why: ${markdownText(why)}\n- For: ${list(neededBy)}`,
    ),
    ...(one.unknown.length === 0
      ? []
      : [
          `### Not known\n\n${one.unknown
            .map(({ type, addresses }) => `- What ${markdownText(type)} takes (${list(addresses)}): see ${markdownText(pageOf(type))}`)
            .join('\n')}`,
        ]),
    ...(one.notes.length === 0 ? [] : [`### Notes\n\n${one.notes.map((note) => `- ${markdownText(note)}`).join('\n')}`]),
    ...(isNothing(one) ? ['Nothing of Microsoft Graph and no role on Azure.'] : []),
  ];
  return parts.join('\n\n');
}

function identitySection({ identity, graph, azure }: IdentityPermissions): string {
  const rows = graph.map((one) => `| ${cells(one).map(markdownText).join(' | ')} |`);
  const table =
    rows.length === 0
      ? []
      : [`| Permission | Tier, risk | Why | For | Not narrower |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}`];
  const roles = azure.map((one) => `- ${markdownText(one.role)} on ${markdownText(scopeText(one))}: ${markdownText(one.why)}`);
  return [`### Identity ${markdownText(identity)}`, ...table, ...(roles.length === 0 ? [] : [roles.join('\n')])].join('\n\n');
}

function cells({ permission, tier, risk, stake, why, neededBy, limit }: NeededPermission): readonly string[] {
  return [permission, `${tier}, ${risk}: ${stake}`, why, byType(neededBy).join('; '), limit];
}

/** Addresses by their type: one line each, and no type twice. */
function byType(addresses: readonly string[]): readonly string[] {
  const names = new Map<string, string[]>();
  for (const address of addresses) {
    const [, type = '', name = ''] = /^(.*)\.([^.]*)$/.exec(address) ?? [];
    names.set(type, [...(names.get(type) ?? []), name]);
  }
  return [...names].map(([type, all]) => `${type} ${all.join(', ')}`);
}

/** What a role on Azure is given on, in words. */
export function scopeText({ scope }: Pick<NeededAzureRole, 'scope'>): string {
  return `container ${scope.container} of storage account ${scope.storageAccount} in ${scope.resourceGroup}`;
}

function list(addresses: readonly string[]): string {
  return addresses.map(markdownText).join(', ');
}

function isNothing({ identities, people, unknown }: PermissionsNeeded): boolean {
  return identities.length + people.length + unknown.length === 0;
}

/** Where the provider says what a type takes. */
function pageOf(type: string): string {
  const [provider = '', ...name] = type.split('_');
  return `https://registry.terraform.io/providers/hashicorp/${provider}/latest/docs/resources/${name.join('_')}`;
}
