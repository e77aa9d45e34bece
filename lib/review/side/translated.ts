import { renderGateway } from '../../kong';
import { identifierUri, parseJson, readAccess, writeAccess, type AccessFile, type EnvironmentModel } from '../../model';
import { changedLeaves } from '../leaves';
import { type StackFiles, type SynthOutput } from './files';

/**
 * What of an environment differs from another without a difference in what may be done: names and ids of the same things. Networks
 * are none: from where a route may be called says who may call it.
 */
const NAMED = [
  'tenantId',
  'deployers',
  'owners',
  'groups',
  'people',
  'tenants',
  'managedIdentities',
  'externalClients',
  'externalApis',
  'redirectUris',
  'hosts',
  'upstreams',
  'origins',
] as const satisfies readonly (keyof EnvironmentModel)[];

/**
 * One deployment of an output as if it were another, of the same definition in another environment: what both environments call by
 * the same name, such as a host or a group, gets the other's value. What still differs then differs in what may be done.
 */
export function asDeployment(output: SynthOutput, name: string, other: string, target: SynthOutput): SynthOutput {
  const [own, theirs] = [accessOf(output, name), accessOf(target, other)];
  const environment = own && theirs && named(own.environment, theirs.environment);
  const translate = translator(
    [...(own && theirs ? valuePairs(own, theirs) : []), [name, other]],
    new Map(own && environment ? exactPairs(own, environment) : []),
    new Map(own && environment ? namePairs(own, environment) : []),
  );
  const stacks = output.stacks.filter((stack) => stack.name === name || stack.name.startsWith(`${name}-`));
  return {
    source: output.source,
    stacks: stacks.map(({ name: stack, files, beside }) => ({
      name: `${other}${stack.slice(name.length)}`,
      writtenAs: stack,
      ...(beside && { beside }),
      files: Object.fromEntries(
        Object.entries(files)
          // What people read is not compared, and another environment's would be written anew.
          .filter(([file]) => file !== 'kong.preview.yaml')
          .map(([file, text]) => [file, (own && environment && rendered(file, text, own, environment)) ?? translate(text)]),
      ),
    })),
  };
}

function accessOf({ stacks }: SynthOutput, name: string): AccessFile | undefined {
  const stack: StackFiles | undefined = stacks.find((one) => one.name === name);
  const text = stack?.files['access.json'];
  return text === undefined ? undefined : readAccess(text, `${name}/access.json`);
}

/** An environment with the other's values for what both call by the same name. */
function named(own: EnvironmentModel, theirs: EnvironmentModel): EnvironmentModel {
  const taken = NAMED.map((field) => [field, merged(own[field], theirs[field])] as const);
  const { applicationCalls, ...gateway } = own.gateway;
  return {
    ...own,
    key: theirs.key,
    name: theirs.name,
    suffix: theirs.suffix,
    ...(Object.fromEntries(taken) as Pick<EnvironmentModel, (typeof NAMED)[number]>),
    gateway: {
      ...gateway,
      ...(applicationCalls && { applicationCalls: merged(applicationCalls, theirs.gateway.applicationCalls) as typeof applicationCalls }),
    },
  };
}

function merged(own: unknown, theirs: unknown): unknown {
  if (typeof own !== 'object' || own === null) return typeof own === typeof theirs && !isPlainer(own, theirs) ? theirs : own;
  if (typeof theirs !== 'object' || theirs === null || Array.isArray(own) !== Array.isArray(theirs)) return own;
  // A list that is longer elsewhere has more in it than names for the same things.
  if (Array.isArray(own)) return own.map((one: unknown, at) => merged(one, (theirs as unknown[])[at]));
  const others = theirs as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(own).map(([name, one]) => [name, Object.hasOwn(others, name) ? merged(one, others[name]) : one]),
  );
}

/** Whether a URL goes by plain HTTP, which anybody on the way reads and answers, where the other's does not: no other name of the same thing. */
function isPlainer(own: unknown, theirs: unknown): boolean {
  return /^http:/i.test(String(theirs)) && !/^http:/i.test(String(own));
}

/** A file that follows from the definition, as it would be elsewhere; undefined where it was changed by hand, or does not follow. */
function rendered(file: string, text: string, { model, environment: own }: AccessFile, environment: EnvironmentModel): string | undefined {
  if (file === 'access.json') return writeAccess(model, environment);
  if (file !== 'gateway.json') return undefined;
  const isOwn = changedLeaves(parseJson(text, file), JSON.parse(JSON.stringify(renderGateway(model, own)))).length === 0;
  return isOwn ? `${JSON.stringify(renderGateway(model, environment), undefined, 2)}\n` : undefined;
}

type Pair = readonly [from: string, to: string];

/** Values of the same name, wherever they stand within a text. */
function valuePairs({ environment: own }: AccessFile, { environment: theirs }: AccessFile): readonly Pair[] {
  const found = NAMED.flatMap((field) => pairsIn(own[field], theirs[field]));
  const hosts = found.flatMap(([from, to]) => {
    const urls = [from, to].map((text) => (URL.canParse(text) ? new URL(text).hostname : ''));
    return urls[0] && urls[1] ? [[urls[0], urls[1]] as const] : [];
  });
  const applications = pairsIn(own.gateway.applicationCalls, theirs.gateway.applicationCalls);
  return [...found, ...hosts, ...applications].filter(([from]) => /[.:]|^[0-9a-f-]{36}$/.test(from));
}

function pairsIn(own: unknown, theirs: unknown): readonly Pair[] {
  if (typeof own === 'string') return typeof theirs === 'string' && !isPlainer(own, theirs) ? [[own, theirs]] : [];
  if (typeof own !== 'object' || own === null || typeof theirs !== 'object' || theirs === null) return [];
  return Object.entries(own).flatMap(([name, value]) => pairsIn(value, (theirs as Readonly<Record<string, unknown>>)[name]));
}

/** Whole texts that hold the environment's suffix: identifier URIs, and where the state is. */
function exactPairs({ model, environment: own }: AccessFile, environment: EnvironmentModel): readonly Pair[] {
  const uris = model.apis.map((api) => [identifierUri(api, own), identifierUri(api, environment)] as const);
  return [...uris, ...(own.state.kind === environment.state.kind ? pairsIn(own.state, environment.state) : [])];
}

/** Names of registrations and of what the gateway has of them: nothing else is called so by the whole of a text. */
function namePairs({ model, environment: own }: AccessFile, environment: EnvironmentModel): readonly Pair[] {
  const called = [...model.apis, ...model.clients].flatMap(({ key, name }) => [key, name]);
  return called.map((one) => [`${one}${own.suffix}`, `${one}${environment.suffix}`] as const);
}

/** Fields that hold a name: elsewhere the same word is a key, which is the same in every environment. */
const NAMES = ['name', 'display_name'];

function translator(
  within: readonly Pair[],
  exact: ReadonlyMap<string, string>,
  names: ReadonlyMap<string, string>,
): (text: string) => string {
  const anywhere = new Map(within);
  const words = [...anywhere.keys()].sort((one, other) => other.length - one.length || (one < other ? -1 : 1));
  const pattern = new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|') || '(?!)', 'g');
  const replaced = (text: string): string => text.replace(pattern, (word) => anywhere.get(word) ?? word);
  const translated = (value: unknown, field: string): unknown => {
    if (typeof value === 'string') return exact.get(value) ?? (NAMES.includes(field) ? names.get(value) : undefined) ?? replaced(value);
    if (Array.isArray(value)) return value.map((one) => translated(one, field));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [replaced(name), translated(one, name)]));
  };
  return (text) => {
    return text.trimStart().startsWith('{')
      ? `${JSON.stringify(translated(parseJson(text, 'a synthesized file'), ''), undefined, 2)}\n`
      : text;
  };
}
