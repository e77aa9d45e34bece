import { renderGateway } from '../../kong';
import { type AccessFile } from '../../model';
import { valueAt } from '../../terraform';
import { changedLeaves, type Leaf } from '../leaves';
import { type ChangeRow, type Effect, type LeafChange } from '../report';
import { isLetGo } from '../side/let-go';
import { type Names } from '../side/names';
import { fileOf, type Side } from '../side/side';
import { describeDerived } from './derived';
import { withoutEmptyMaps } from './gateway-maps';
import { describeGateway, describeStack, isComment, partOf, type Described } from './describe';
import { leafChange } from './leaf-change';
import { ofOtherFiles } from './other-files';

/** A changed value, and the row that says what it does. */
export interface ToldLeaf {
  readonly leaf: LeafChange;
  /** `<stack>/<address>` of a resource, a part of the gateway such as `route orders.list`, else the stack. */
  readonly of: string;
  /** Whether that is new, gone, or was there and stays. */
  readonly status: 'new' | 'gone' | 'kept';
  /** Names that lead to what it belongs to. */
  readonly at: readonly string[];
  /** Whether the value has a say in who may call what. */
  readonly isDeciding: boolean;
  /** Where a plugin, or a block of a resource, comes or goes as a whole: what is said of it at once. */
  readonly whole?: string;
  /** Absent where nobody here knows what the value does. */
  readonly row?: ChangeRow;
}

/** Fields that decide who gets in, besides those whose effect is computed by their own rule. */
const DECIDING =
  /^(?:openid-connect (?!upstream|leeway|cache|display|hide|expose)|oidc (?!header)|acl |ip-restriction |request-termination |protocols|sign_in_audience|api\.requested|app_role|api\.oauth2|provider |hosts|methods|paths|flavor)/;

/** Fields that are for people to read. */
const TITLE = /display_name$|description$/;

/**
 * Every changed value of the files that are applied.
 *
 * @param folders Where files lie on both sides, be anything of them applied or not
 */
export function changedValues(
  base: Side | undefined,
  head: Side | undefined,
  folders: readonly [was: Side | undefined, now: Side | undefined],
  names: Names,
): readonly ToldLeaf[] {
  const stacks = stacksOf(...folders);
  return [
    ...stacks.flatMap((stack) => ofStack(stack, base, head, names)),
    ...stacks.flatMap((stack) => ofOtherFiles(stack, ...folders)),
    ...ofTemplate(base, head, names),
  ];
}

function stacksOf(base: Side | undefined, head: Side | undefined): readonly string[] {
  return [...new Set([...(base?.stacks ?? []), ...(head?.stacks ?? [])].map(({ name }) => name))].sort();
}

/** What changed in the configuration of one stack. */
function ofStack(stack: string, base: Side | undefined, head: Side | undefined, names: Names): readonly ToldLeaf[] {
  const contentOf = (side: Side | undefined): unknown => side?.stacks.find(({ name }) => name === stack)?.synthesized?.content;
  const [was, now] = [contentOf(base), contentOf(head)];
  const file = fileOf(stack, 'cdk.tf.json');
  return changedLeaves(was, now)
    .filter(({ path }) => !isCarried(path))
    .map((leaf) => {
      const [top = '', type = '', name = ''] = leaf.path;
      const isResource = top === 'resource' || top === 'data';
      const at = isResource ? [top, type, name] : [];
      const address = isResource ? `${stack}/${top === 'data' ? 'data.' : ''}${type}.${name}` : stack;
      const status = statusOf(valueAt(was, ...at), valueAt(now, ...at));
      const described = isComment(leaf.path, was, now) ? COMMENT : (describeStack(leaf.path) ?? describeDerived(leaf));
      const named = described && { ...described, subject: calledBy(described.subject, stack, names) };
      return told(leaf, file, { of: address, at, status }, named, constructOf(valueAt(now, ...at) ?? valueAt(was, ...at)));
    });
}

/** What a resource is of, as people call it; its address where nobody named it. */
function calledBy(subject: string, stack: string, names: Names): string {
  if (!subject.startsWith('azuread_')) return subject;
  const application = `${stack}/${subject.replace(/^azuread_service_principal\./, 'azuread_application.')}`;
  const key = names.of(application);
  return key === application ? subject : key;
}

/** What changed in the configuration of the gateway. */
function ofTemplate(base: Side | undefined, head: Side | undefined, names: Names): readonly ToldLeaf[] {
  // What goes on as it is does not change, whatever no longer says so.
  if (isLetGo(base, head)) return [];
  const file = head?.templateFile ?? base?.templateFile ?? '';
  const templates = [base?.template, head?.template];
  // Of what is deployed nobody knows what this product made of it as a whole, so that each part is told by itself.
  const [was, now] = base?.isDeployed === true ? templates.map(withoutEmptyMaps) : templates;
  return changedLeaves(was, now).map((leaf) => {
    const of = partOf(leaf.path);
    const at = placeOfPart(leaf.path);
    const described = describeGateway(leaf.path) ?? (isRendered(leaf, base, head) ? ofRenderer(leaf.path) : undefined);
    const status = statusOf(valueAt(was, ...at), valueAt(now, ...at));
    // Of what is new or gone as a whole, single values say more.
    const whole = status === 'kept' ? wholePlugin(leaf.path, was, now) : undefined;
    return told(leaf, file, { of, at, status, ...(whole !== undefined && { whole }) }, described, definitionOf(of, names));
  });
}

/** That a plugin comes or goes, where a value is part of one that does. */
function wholePlugin(path: readonly string[], was: unknown, now: unknown): string | undefined {
  const at = Math.max(path.lastIndexOf('plugins'), path[2] === 'pluginDefaults' ? 2 : -1);
  const name = path[at + 1];
  if (at < 0 || name === undefined || path.length === at + 2) return undefined;
  const [before, after] = [was, now].map((template) => valueAt(template, ...path.slice(0, at + 2)));
  if (before !== undefined && after !== undefined) return undefined;
  // What the whole API has of it holds at a route that has none of its own.
  if (valueAt(before === undefined ? was : now, ...path.slice(0, 2), 'service', 'plugins', name) !== undefined) return undefined;
  return `the plugin ${name} ${before === undefined ? 'is added' : 'goes'}`;
}

/** Where the definition says what becomes a part of the gateway. */
function definitionOf(of: string, names: Names): string | undefined {
  const [kind, ...words] = of.split(' ');
  const name = words.join(' ');
  if (kind === 'API') return names.isApi(name) ? `apis ${name}` : undefined;
  const route = kind === 'route' ? names.route(name) : undefined;
  return route && `routes ${route.api}.${route.key}`;
}

/** Names that lead to what {@link partOf} names. */
function placeOfPart(path: readonly string[]): readonly string[] {
  if (path[0] !== 'apis') return [];
  const depth = path[2] === 'routes' ? 4 : path[2] === 'service' && path[3] === 'routes' ? 5 : 2;
  return path.slice(0, depth);
}

function statusOf(was: unknown, now: unknown): ToldLeaf['status'] {
  return was === undefined ? 'new' : now === undefined ? 'gone' : 'kept';
}

function constructOf(block: unknown): string | undefined {
  const path = valueAt(block, '//', 'metadata', 'path');
  return typeof path === 'string' ? path : undefined;
}

/** The template within Terraform's configuration, which is compared with the file beside it. */
function isCarried(path: readonly string[]): boolean {
  const [top, type, name, field, part = ''] = path;
  const isTemplate = top === 'resource' && type === 'terraform_data' && name === 'gateway' && field === 'triggers_replace';
  return isTemplate && ['settings', 'apis'].includes(part);
}

const COMMENT: Described = {
  subject: 'cdk.tf.json',
  field: 'comments of the framework, which Terraform does not read',
  section: 'other',
  rule: { section: 'other', weigh: () => 'neutral', isHidden: true },
  isPlain: true,
};

const rendered = new WeakMap<AccessFile, unknown>();

/** What the definition beside a side comes to, which is compared with what is applied elsewhere. */
export function renderedOf({ access }: Side): unknown {
  if (access === undefined) return undefined;
  const known = rendered.get(access) ?? renderGateway(access.model, access.environment);
  rendered.set(access, known);
  return known;
}

/** Whether a value is on both sides what this product renders: there, or for the same plugin elsewhere. */
function isRendered({ path, was, now }: Leaf, base: Side | undefined, head: Side | undefined): boolean {
  const isOf = (own: Side | undefined, value: unknown): boolean => {
    if (value === undefined) return true;
    // What is deployed has no definition beside it: what this product makes of the head's is its own wherever it stands.
    const side = own?.isDeployed === true ? head : own;
    if (side === undefined) return false;
    if (side !== own && isHeader(path)) return true;
    const text = JSON.stringify(value);
    return JSON.stringify(valueAt(renderedOf(side), ...path)) === text || pluginValues(side).has(`${withinPlugin(path)} ${text}`);
  };
  return isOf(base, was) && isOf(head, now);
}

/** A header that a route asks for: a definition gives each route its own, so that no other has the same. */
function isHeader(path: readonly string[]): boolean {
  const [, name, field] = path.slice(path.lastIndexOf('routes'));
  return path[0] === 'apis' && name !== undefined && field === 'headers';
}

/** Name of a plugin, and of its field. */
function withinPlugin(path: readonly string[]): string {
  const at = Math.max(path.lastIndexOf('plugins'), path.lastIndexOf('pluginDefaults'));
  return at < 0 ? '' : path.slice(at + 1).join('.');
}

const ofPlugins = new WeakMap<Side, ReadonlySet<string>>();

/** Every value that a rendering gives to a field of a plugin, wherever it stands. */
function pluginValues(side: Side): ReadonlySet<string> {
  const known = ofPlugins.get(side);
  if (known !== undefined) return known;
  const leaves = changedLeaves(undefined, JSON.parse(JSON.stringify(renderedOf(side) ?? {})));
  const found = new Set(
    leaves.filter(({ path }) => withinPlugin(path) !== '').map(({ path, now }) => `${withinPlugin(path)} ${JSON.stringify(now)}`),
  );
  ofPlugins.set(side, found);
  return found;
}

/** What guards headers and writes the log is the product's own; where a log goes to is for people to see. */
function ofRenderer(path: readonly string[]): Described {
  const isOwn = path.includes('pre-function') || path.includes('custom_fields_by_lua');
  const weigh = isOwn
    ? (_was: unknown, now: unknown): Effect => (now === undefined ? 'unknown' : 'neutral')
    : Object.assign((): Effect => 'unknown', { isPlainOnNew: true as const });
  const isHidden = isOwn || path.includes('headers');
  const field = path.slice(-2).join(' ');
  return { subject: partOf(path), field, section: 'hardening', rule: { section: 'hardening', weigh, isHidden, isEndpoint: true } };
}

function told(
  leaf: Leaf,
  file: string,
  owner: Pick<ToldLeaf, 'of' | 'at' | 'status' | 'whole'>,
  described: Described | undefined,
  construct?: string,
): ToldLeaf {
  const change = leafChange(leaf, file, described?.rule, construct);
  const isDeciding =
    described !== undefined &&
    (described.rule.weigh.isComputed === true || (DECIDING.test(described.field) && !TITLE.test(described.field)));
  const isTold = described !== undefined && !isUnreadable(leaf, owner, described);
  return { leaf: change, ...owner, isDeciding, ...(isTold && { row: rowOf(leaf, change, owner, described) }) };
}

/** Whether what would be computed of a value cannot be, so that nothing explains it. */
function isUnreadable({ was, now }: Leaf, { status }: Pick<ToldLeaf, 'status'>, { rule: { weigh } }: Described): boolean {
  return weigh.isComputed === true && status !== 'gone' && weigh(was, now) === 'unknown';
}

function rowOf(
  { path, was, now }: Leaf,
  change: LeafChange,
  { status, whole }: Pick<ToldLeaf, 'status' | 'whole'>,
  { subject, field, section, rule: { weigh, isBlocking = false }, isPlain = false }: Described,
): ChangeRow {
  const isNoNews = (status === 'gone' && weigh.isMissed !== true) || (status === 'new' && weigh.isPlainOnNew === true);
  return {
    section,
    subject,
    what: field,
    ...(!isPlain && change.was !== undefined && { was: change.was }),
    ...(!isPlain && change.now !== undefined && { now: change.now }),
    // What holds for several routes goes, and their plugins stay.
    effect: isNoNews ? 'neutral' : weigh(was, now, whole !== undefined && !path.includes('pluginDefaults')),
    isBlocking: isBlocking && was !== undefined && now !== undefined,
    notes: [],
    places: [change],
  };
}
