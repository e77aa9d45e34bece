import { join } from 'node:path';
import { digestOf, digestOfData, readGatewayDiff, type ApprovalParts, type ApprovedGateway, type ApprovedState } from '../approval';
import { readPlainFile, readStackFiles } from '../artefact';
import { DefinitionError, throwIfAny, type Problem } from '../errors';
import { isPlainObject, parseJson, readAccess } from '../model';
import { readClientIds } from './client-ids';
import { gatewayAddress } from './deck';
import { type Io, readText } from './io';
import { templateOf } from './load';
import { toolVersions } from './tool-versions';
import { type Flag } from './usage';

type Flags = Readonly<Record<string, string>>;

const FILE_BYTES = 1024 * 1024 * 1024;

/** What an approval is over; the same for approving and for checking. */
export const APPROVAL_FLAGS: Readonly<Record<string, Flag>> = {
  synth: { describes: 'folder the stacks were synthesized into', default: 'cdktf.out' },
  stack: { describes: 'name of the stack', default: '' },
  plan: { describes: 'the saved plan, as `terraform plan -out` writes it', default: '' },
  lock: { describes: 'the provider lock, .terraform.lock.hcl', default: '' },
  state: { describes: 'what `terraform state pull` prints, - for standard input; lineage and serial are read', default: '' },
  'first-apply': { describes: 'there is no state yet: `terraform state pull` prints nothing', default: '', takes: 'nothing' },
  tenant: { describes: 'id of the tenant, instead of the variable ARM_TENANT_ID', default: '' },
  'client-ids': { describes: 'what `terraform show -json` prints of the plan; the output client_ids is read', default: '' },
  'gateway-diff': { describes: 'what `kong-entra kong diff` prints', default: '' },
  'no-gateway': { describes: 'the deployment of this stack changes no gateway', default: '', takes: 'nothing' },
};

/** Everything an approval is over, read and computed anew. @throws DefinitionError with everything that is missing or wrong */
export function approvalParts(flags: Flags, io: Io): ApprovalParts {
  throwIfAny(missingFlags(flags));
  const folder = join(flags['synth'] ?? '', 'stacks', flags['stack'] ?? '');
  const files = readStackFiles(folder);
  const problems: Problem[] = [];
  const read = <Value>(what: () => Value): Value | undefined => attempt(problems, what);
  const parts = {
    stack: flags['stack'] ?? '',
    plan: read(() => digestOf(readPlainFile(flags['plan'] ?? '', FILE_BYTES))),
    files: Object.fromEntries([...files].map(([name, bytes]) => [name, digestOf(bytes)])),
    lock: read(() => digestOf(readPlainFile(flags['lock'] ?? '', FILE_BYTES))),
    tools: read(() => toolVersions(io, hasGateway(files, flags))),
    tenant: read(() => tenant(files, folder, flags, io)),
    state: read(() => stateOf(flags)),
    gateway: read(() => gatewayOf(files, folder, flags, io)),
  };
  throwIfAny(problems);
  return parts as ApprovalParts;
}

function hasGateway(files: ReadonlyMap<string, Uint8Array>, flags: Flags): boolean {
  return files.has('gateway.json') && flags['no-gateway'] === '';
}

function missingFlags(flags: Flags): readonly Problem[] {
  const stack = flags['stack'] ?? '';
  const needed = ['stack', 'plan', 'lock', 'state'].filter((flag) => flags[flag] === '');
  return [
    ...needed.map((flag) => incomplete(`--${flag}`, 'is missing', `give --${flag}: ${APPROVAL_FLAGS[flag]?.describes ?? ''}`)),
    ...(/[\\/]|^\.+$/.test(stack) ? [incomplete('--stack', `is ${JSON.stringify(stack)}`, 'name the stack, not a folder')] : []),
  ];
}

/** The tenant of the deployment: said by whoever deploys, and the one of the definition where the stack has one. */
function tenant(files: ReadonlyMap<string, Uint8Array>, folder: string, flags: Flags, { environment }: Io): string {
  const path = join(folder, 'access.json');
  const own = files.has('access.json') ? readAccess(textOf(files, 'access.json'), path).environment.tenantId : undefined;
  const said = flags['tenant'] === '' ? environment['ARM_TENANT_ID'] : flags['tenant'];
  if (said === undefined || said === '')
    throw new DefinitionError([incomplete('--tenant', 'is missing', 'give --tenant, or the variable ARM_TENANT_ID')]);
  if (own !== undefined && own !== said)
    throw new DefinitionError([
      incomplete('the tenant', `is ${JSON.stringify(said)}; ${path} is for ${own}`, 'deploy into its own tenant'),
    ]);
  return said;
}

function stateOf(flags: Flags): ApprovedState | 'none' {
  const source = flags['state'] === '-' ? 'standard input' : (flags['state'] ?? '');
  const text = readText(flags['state'] ?? '');
  const first = flags['first-apply'] !== '';
  if (text.trim() === '' && first) return 'none';
  if (text.trim() === '')
    throw new DefinitionError([
      incomplete(source, 'is empty', 'pass what `terraform state pull` prints, and --first-apply if it prints nothing'),
    ]);
  if (first)
    throw new DefinitionError([incomplete(source, 'holds a state, though --first-apply says that there is none', 'leave the flag out')]);
  const state = parseJson(text, source);
  const { lineage, serial } = isPlainObject(state) ? state : {};
  if (typeof lineage !== 'string' || lineage === '' || !Number.isSafeInteger(serial))
    throw new DefinitionError([incomplete(source, 'has no lineage and serial', 'pass what `terraform state pull` prints')]);
  return { lineage, serial: serial as number };
}

function gatewayOf(files: ReadonlyMap<string, Uint8Array>, folder: string, flags: Flags, io: Io): ApprovedGateway | 'none' {
  const sources = ['client-ids', 'gateway-diff'];
  if (!hasGateway(files, flags)) {
    const spare = sources.filter((flag) => flags[flag] !== '');
    const why = files.has('gateway.json') ? '--no-gateway is given' : `${folder} has no gateway.json`;
    throwIfAny(spare.map((flag) => incomplete(`--${flag}`, `is given, though ${why}`, 'leave out one of them')));
    return 'none';
  }
  throwIfAny(
    sources
      .filter((flag) => flags[flag] === '')
      .map((flag) => incomplete(`--${flag}`, 'is missing', `give --${flag}: ${APPROVAL_FLAGS[flag]?.describes ?? ''}; or --no-gateway`)),
  );
  const path = join(folder, 'gateway.json');
  const template = templateOf(parseJson(textOf(files, 'gateway.json'), path), path);
  const clientIds = flags['client-ids'] ?? '';
  const { ids, later } = readClientIds(readText(clientIds), clientIds);
  const diff = flags['gateway-diff'] ?? '';
  return {
    template: digestOfData(template),
    address: withoutCredentials(gatewayAddress(io)),
    selectTags: template.selectTags,
    clientIds: { known: ids, later: later === 'all' ? later : [...later].sort() },
    changes: readGatewayDiff(readText(diff), diff),
  };
}

function withoutCredentials(address: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  throwIfAny(
    Object.entries(address)
      .filter(([, value]) => /^[a-z]+:\/\/[^/]*@/i.test(value))
      .map(([name]) =>
        incomplete(name, 'holds a credential', "take it out of the address: an approval holds no secret; decK's headers can carry it"),
      ),
  );
  return address;
}

function textOf(files: ReadonlyMap<string, Uint8Array>, name: string): string {
  return Buffer.from(files.get(name) ?? []).toString('utf8');
}

function incomplete(where: string, what: string, fix: string): Problem {
  return { where, what, fix, code: 'APPROVAL_INCOMPLETE' };
}

function attempt<Value>(problems: Problem[], read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}
