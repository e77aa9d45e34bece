import { foreignOf, gatewayOf, withForeign, type Deployment, type Gateway, type GatewaySettings } from '../access';
import { DefinitionError } from '../errors';
import { readKongFile, renderGateway, type KongDocument, type KongEntities } from '../kong';
import { parseJson, type Bindings } from '../model';
import { type RouterFlavor } from '../router';
import { clientIdsOf, readClientIds, type ClientIds } from './client-ids';
import { fileProblem, readText } from './io';
import { bound, templateOf } from './load';
import { isShownPlan } from './shown-plan';
import { type Flag } from './usage';

const FLAVORS = ['traditional_compatible', 'traditional', 'expressions'];

/** What else is on the gateway of a definition or a template. */
export const FOREIGN_FLAG: Flag = {
  describes: 'Kong file dumped from the gateway, for what else is on it; may be given again',
  default: '',
  takes: 'many',
};

/** Flags that say which gateway a command is about. */
export const GATEWAY_FLAGS: Readonly<Record<'template' | 'client-ids' | 'config' | 'flavor' | 'foreign', Flag>> = {
  template: {
    describes: 'gateway.json beside the synthesized stack, with --client-ids; or a plan (`terraform show -json tfplan`)',
    default: '',
  },
  'client-ids': { describes: 'file with the output client_ids, or a plan; with --config it only gives names', default: '' },
  config: { describes: 'Kong file instead, such as one dumped from a running gateway', default: '' },
  foreign: FOREIGN_FLAG,
  flavor: { describes: 'router_flavor of the gateway of --config', default: 'traditional_compatible', allowed: FLAVORS },
};

/** Values of the flags by name; empty where one is not given. */
export type Flags = Readonly<Record<string, string>>;

/** A gateway, and client ids to speak of registrations by name. */
export interface GatewaySource {
  readonly gateway: Gateway;
  readonly names: Bindings;
}

/** The gateway the flags name. @throws DefinitionError with all that is wrong with its files */
export function gatewaySource(flags: Flags): GatewaySource {
  const path = flag(flags, 'client-ids');
  const given = path === '' ? undefined : readClientIds(readText(path), path);
  const config = flag(flags, 'config');
  if (config === '') return fromTemplate(flag(flags, 'template'), given, path, valuesOf(flags, 'foreign'));
  const flavor = flag(flags, 'flavor') as RouterFlavor;
  return { gateway: gatewayOf(kongEntities(config, flavor), { flavor }), names: given?.ids ?? {} };
}

function fromTemplate(path: string, given: ClientIds | undefined, source: string, foreign: readonly string[]): GatewaySource {
  const parsed = parseJson(readText(path), path);
  const template = templateOf(parsed, path);
  const { flavor, version, dialect } = template;
  if (!FLAVORS.includes(flavor)) throw fileProblem(path, 'does not say the router flavor', 'synthesize the stack again');
  if (given === undefined && !isShownPlan(parsed))
    throw fileProblem(path, 'needs --client-ids beside it: it is no plan, which has them', 'pass the output client_ids', 'USAGE');
  const ids = given ?? clientIdsOf(parsed, path);
  const document = bound(template, ids, 'deck', given === undefined ? path : source);
  return { gateway: beside(document, foreign, template.selectTags, { flavor, version, dialect }), names: ids.ids };
}

/** The gateway of a definition, with the client ids it is deployed with. */
export function renderedSource(
  { model, environment }: Deployment,
  ids: ClientIds,
  source: string,
  foreign: readonly string[],
): GatewaySource {
  const { flavor, version, dialect, selectTags } = environment.gateway;
  const document = bound(renderGateway(model, environment), ids, 'deck', source);
  return { gateway: beside(document, foreign, selectTags, { flavor, version, dialect }), names: ids.ids };
}

/** The gateway of a document, with what is on it besides. */
function beside(document: KongDocument, foreign: readonly string[], selectTags: readonly string[], settings: GatewaySettings): Gateway {
  const others = foreign.map((path) => foreignOf(kongEntities(path, settings.flavor), selectTags, document));
  return gatewayOf(withForeign(document, others), settings);
}

/** Values of a flag that may be given again. */
export function valuesOf(flags: Flags, name: string): readonly string[] {
  return flag(flags, name)
    .split('\n')
    .filter((line) => line !== '');
}

/** What a Kong file holds. What Kong Enterprise knows passes too: whoever dumps a gateway has the one it runs on. */
export function kongEntities(path: string, flavor: RouterFlavor): KongEntities {
  const read = readKongFile(readText(path), { flavor, edition: 'enterprise' });
  if ('entities' in read) return read.entities;
  throw new DefinitionError(
    read.problems.map(({ path: place, message }) => ({
      where: place === '' ? path : `${path} ${place}`,
      what: message,
      fix: 'put it right where it is configured, and dump it again, for example with `deck gateway dump`',
      code: 'KONG_FILE_REFUSED',
    })),
  );
}

function flag(flags: Flags, name: string): string {
  return flags[name] ?? '';
}
