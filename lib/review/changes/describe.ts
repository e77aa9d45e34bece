import { valueAt } from '../../terraform';
import { type Section } from '../report';
import { PLUGIN_FIELDS, ROUTE_FIELDS, SERVICE_FIELDS, SETTING_FIELDS } from './gateway-fields';
import { STACK_FIELDS, TERRAFORM_FIELDS, type FieldRule } from './terraform-fields';
import { unsure } from './weigh';

/** What a changed value is about, and how it is told. */
export interface Described {
  /** Address of a resource, or `route orders.list`, `service orders`, `API orders`, `gateway`. */
  readonly subject: string;
  readonly field: string;
  readonly section: Section;
  readonly rule: FieldRule;
  /** True for what says nothing by itself, so that its values are not shown. @default false */
  readonly isPlain?: boolean;
}

/** What a value of a gateway's template is about; undefined where nobody here knows. */
export function describeGateway(path: readonly string[]): Described | undefined {
  const [top = '', ...rest] = path;
  if (top === 'routeDefaults') return known('all routes', ROUTE_FIELDS, rest);
  if (top === 'pluginDefaults') return plugin('all routes', rest);
  if (top !== 'apis') return known('the gateway', SETTING_FIELDS, path);
  const [api = '', kind = '', ...within] = rest;
  if (kind === 'pluginDefaults') return plugin(`API ${api}`, within);
  if (kind === 'routes') return ofRoute(within);
  if (kind !== 'service') return undefined;
  const [part = '', ...inner] = within;
  if (part === 'routes') return ofRoute(inner);
  return part === 'plugins' ? plugin(`API ${api}`, inner) : known(`service ${api}`, SERVICE_FIELDS, within);
}

function ofRoute([name = '', part = '', ...inner]: readonly string[]): Described | undefined {
  return part === 'plugins' ? plugin(`route ${name}`, inner) : known(`route ${name}`, ROUTE_FIELDS, [part, ...inner]);
}

function plugin(subject: string, [name = '', ...field]: readonly string[]): Described | undefined {
  const fields = Object.hasOwn(PLUGIN_FIELDS, name) ? PLUGIN_FIELDS[name] : undefined;
  if (fields === undefined) return undefined;
  // A plugin without settings of its own comes or goes.
  if (field.length === 0)
    return { subject, field: `the plugin ${name}`, section: 'hardening', rule: { section: 'hardening', weigh: unsure } };
  const found = known(subject, fields, field);
  return found && { ...found, field: `${name} ${found.field}` };
}

/** What a value of a `cdk.tf.json` is about; undefined where nobody here knows. */
export function describeStack(path: readonly string[]): Described | undefined {
  const [top, type = '', name = '', ...field] = path;
  if (top !== 'resource') return known([top ?? '', type].join(' '), STACK_FIELDS, path);
  return Object.hasOwn(TERRAFORM_FIELDS, type) ? known(`${type}.${name}`, TERRAFORM_FIELDS[type] ?? {}, field) : undefined;
}

/** What of a gateway's template a value belongs to: `route orders.list`, `API orders` or `the gateway`. */
export function partOf(path: readonly string[]): string {
  const [top = '', api = '', kind = '', ...within] = path;
  if (top !== 'apis') return 'the gateway';
  const name = kind === 'routes' ? within[0] : kind === 'service' && within[0] === 'routes' ? within[1] : undefined;
  return name === undefined ? `API ${api}` : `route ${name}`;
}

/** A field of a table, the names of blocks within it left out. */
function known(subject: string, fields: Readonly<Record<string, FieldRule>>, path: readonly string[]): Described | undefined {
  const field = Object.keys(fields).find((one) => isField(one.split('.'), path));
  const rule = field === undefined ? undefined : fields[field];
  if (field === undefined || rule === undefined) return undefined;
  const { isHidden = rule.shownNames?.includes(path.at(-1) ?? '') === false } = rule;
  return { subject, field: shownField(field.split('.'), path), section: rule.section, rule: { ...rule, isHidden } };
}

/** A field as people read it: names of blocks within it left out, those at its end as they are. */
function shownField(pattern: readonly string[], path: readonly string[]): string {
  const last = pattern.findLastIndex((part) => part !== '*');
  return pattern.flatMap((part, at) => (part !== '*' ? part : at > last ? (path[at] ?? '') : [])).join('.');
}

function isField(pattern: readonly string[], path: readonly string[]): boolean {
  return pattern.length === path.length && pattern.every((part, at) => part === '*' || part === path[at]);
}

/** True for what Terraform does not read: comments of the framework. A block of a list that is called so is none. */
export function isComment(path: readonly string[], ...documents: readonly unknown[]): boolean {
  const length = path[0] === '//' ? 1 : path[0] === 'resource' || path[0] === 'data' ? 4 : 0;
  return path[length - 1] === '//' && documents.some((document) => valueAt(document, ...path.slice(0, length)) !== undefined);
}
