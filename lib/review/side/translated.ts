import { gatewayNames, parseJson, readAccess, type AccessFile, type EnvironmentModel } from '../../model';
import { type StackFiles, type SynthOutput } from './files';

/** What of an environment differs from another without a difference in what may be done: names and ids of the same things. */
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
  'networks',
] as const satisfies readonly (keyof EnvironmentModel)[];

/**
 * One deployment of an output as if it were another, of the same definition in another environment: what both environments call by
 * the same name, such as a host or a group, gets the other's value. What still differs then differs in what may be done.
 */
export function asDeployment(output: SynthOutput, name: string, other: string, target: SynthOutput): SynthOutput {
  const [own, theirs] = [accessOf(output, name), accessOf(target, other)];
  const pairs = own && theirs ? valuePairs(own, theirs) : [];
  const translate = translator([...pairs, [name, other]], own && theirs ? exactPairs(own, theirs) : []);
  const stacks = output.stacks.filter((stack) => stack.name === name || stack.name.startsWith(`${name}-`));
  return {
    source: output.source,
    stacks: stacks.map(({ name: stack, files }) => ({
      name: `${other}${stack.slice(name.length)}`,
      files: Object.fromEntries(Object.entries(files).map(([file, text]) => [file, translate(text)])),
    })),
  };
}

function accessOf({ stacks }: SynthOutput, name: string): AccessFile | undefined {
  const stack: StackFiles | undefined = stacks.find((one) => one.name === name);
  const text = stack?.files['access.json'];
  return text === undefined ? undefined : readAccess(text, `${name}/access.json`);
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
  if (typeof own === 'string') return typeof theirs === 'string' ? [[own, theirs]] : [];
  if (typeof own !== 'object' || own === null || typeof theirs !== 'object' || theirs === null) return [];
  return Object.entries(own).flatMap(([name, value]) => pairsIn(value, (theirs as Readonly<Record<string, unknown>>)[name]));
}

/** Whole texts: what is named after the environment. */
function exactPairs({ model, environment: own }: AccessFile, { environment: theirs }: AccessFile): readonly Pair[] {
  const named = [...model.apis, ...model.clients].flatMap(({ key, name }) =>
    [key, name].map((one) => [`${one}${own.suffix}`, `${one}${theirs.suffix}`] as const),
  );
  const routes = model.routes.flatMap((route) => {
    const to = gatewayNames(route, theirs);
    return gatewayNames(route, own).map((from, at) => [from, to[at] ?? from] as const);
  });
  const state = own.state.kind === theirs.state.kind ? pairsIn(own.state, theirs.state) : [];
  return [...named, ...routes, ...state];
}

function translator(within: readonly Pair[], exact: readonly Pair[]): (text: string) => string {
  const [anywhere, whole] = [new Map(within), new Map(exact)];
  const words = [...anywhere.keys()].sort((one, other) => other.length - one.length || (one < other ? -1 : 1));
  const pattern = new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|') || '(?!)', 'g');
  const translated = (value: unknown): unknown => {
    if (typeof value === 'string') return whole.get(value) ?? value.replace(pattern, (word) => anywhere.get(word) ?? word);
    if (Array.isArray(value)) return value.map(translated);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [translated(name) as string, translated(one)]));
  };
  return (text) => (text.trimStart().startsWith('{') ? JSON.stringify(translated(parseJson(text, 'a synthesized file'))) : text);
}
