import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readAccess, type AccessFile } from '../../model';
import { fileProblem, type Io, readFolder, readText } from '../io';
import type { Command } from '../usage';

export const summary: Command & { readonly run: (flags: Readonly<Record<string, string>>, io: Io) => number } = {
  words: ['summary'],
  describes: 'Says what a synthesis made: registrations, grants, routes, files.',
  flags: { synth: { describes: 'folder the stacks were synthesized into', default: 'cdktf.out' } },
  run: (flags, io) => {
    const folder = join(flags['synth'] ?? 'cdktf.out', 'stacks');
    const entries = readFolder(folder);
    const stacks = entries.filter((stack) => existsSync(join(folder, stack, 'access.json')));
    if (stacks.length === 0) throw fileProblem(folder, 'holds no stack with an access.json', 'synthesize a stack of kong-entra first');
    const others = entries.filter((stack) => !stacks.includes(stack) && existsSync(join(folder, stack, 'cdk.tf.json')));
    io.out(stacks.map((stack) => describe(stack, join(folder, stack))).join('\n'));
    if (others.length > 0) io.out(`\nother stacks: ${others.map((stack) => join(folder, stack, 'cdk.tf.json')).join(', ')}\n`);
    return 0;
  },
};

function describe(stack: string, folder: string): string {
  const path = join(folder, 'access.json');
  const file = readAccess(readText(path), path);
  const { model, environment } = file;
  const registered = model.clients.filter((client) => client.kind !== 'managed-identity');
  const open = model.routes.filter((route) => route.access.kind === 'public');
  const closed = model.routes.filter((route) => route.access.kind === 'allow' && route.access.alternatives.length === 0);
  return [
    `${stack}: tenant ${environment.tenantId} (${environment.cloud}), Kong ${environment.gateway.version} with ${environment.gateway.dialect}${environment.protected ? ', protected' : ''}`,
    `  APIs     ${listed(model.apis.map((api) => api.key))}`,
    `  clients  ${listed(registered.map((client) => `${client.key} (${client.kind})`))}`,
    `  outside  ${listed([...model.clients.filter((client) => client.kind === 'managed-identity').map((client) => `${client.key} (managed identity)`), ...model.externalClients.map((client) => `${client.key} (external)`), ...model.externalApis.map((api) => `${api.key} (API)`)])}`,
    `  grants   ${consent(file)}`,
    ...model.grants.map((grant) => `    ${grant.caller} -> ${grant.api}: ${[...grant.roles, ...grant.scopes].join(', ')}`),
    ...model.assignments.map(
      (entry) => `    ${entry.principal.kind} ${entry.principal.name} -> ${entry.api}: ${entry.roles.join(', ') || 'the API as such'}`,
    ),
    `  routes   ${model.routes.length}: ${model.routes.length - open.length - closed.length} by role or scope, ${open.length} public, ${closed.length} closed to all`,
    ...open.map(
      (route) =>
        `    public: ${(route.methods ?? ['any method']).join(', ')} ${route.path} (${route.access.kind === 'public' ? route.access.reason : ''})`,
    ),
    `  files    ${['cdk.tf.json', 'access.json', 'gateway.json', 'kong.preview.yaml']
      .filter((name) => existsSync(join(folder, name)))
      .map((name) => join(folder, name))
      .join(', ')}`,
    '',
  ].join('\n');
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.length > 12 ? `${names.length}: ${names.slice(0, 12).join(', ')}, …` : names.join(', ');
}

function consent({ model, environment }: AccessFile): string {
  const how = {
    grant: 'given by this stack',
    'request-only': "grants are requested only, assignments are not made: both are an administrator's to do",
    'separate-stack': 'given by the stack of consents',
  }[environment.consent];
  return `${model.grants.length} of callers, ${model.assignments.length} assignments of people; ${how}`;
}
