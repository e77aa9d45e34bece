import { type ApplicationCalls, type EnvironmentModel, type GatewayModel } from '../environment';
import { show } from '../shape';
import { type AccessPart } from './part';
import { type Resolved } from './models';
import { agreed, comparable, type Report, type SettingsSource } from './settings';

/** Maps of names to values; names of all parts are one namespace. */
const NAMES = [
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
] as const;

/** Environments of one tenant and one gateway as one. */
export function mergeEnvironments(
  parts: readonly AccessPart[],
  settings: SettingsSource,
  resolved: Resolved,
  report: Report,
): EnvironmentModel {
  const same = <Field extends keyof EnvironmentModel>(field: Field, decides: boolean): EnvironmentModel[Field] =>
    agreed(`environment ${field}`, parts, settings, ({ environment }) => environment[field], report, decides);
  const names = Object.fromEntries(
    NAMES.map((field) => [
      field,
      mergeNames(
        field,
        parts.map((part) => [part.source, part.environment[field]]),
        report,
      ),
    ]),
  ) as unknown as Pick<EnvironmentModel, (typeof NAMES)[number]>;
  const audit = same('audit', false);
  const isRequestOnly = parts.map(({ environment }) => environment.consent === 'request-only');
  return {
    key: same('key', false),
    name: same('name', false),
    suffix: same('suffix', true),
    cloud: same('cloud', true),
    tenantId: same('tenantId', true),
    protected: same('protected', false),
    // What is only asked for is not held.
    consent: same('consent', new Set(isRequestOnly).size > 1),
    deployers: [...new Set(parts.flatMap(({ environment }) => environment.deployers))],
    ...names,
    externalApis: without(names.externalApis, resolved.externalApis),
    externalClients: without(names.externalClients, resolved.externalClients),
    gateway: mergeGateways(parts, settings, report),
    tokens: same('tokens', true),
    state: same('state', false),
    ...(audit !== undefined && { audit }),
  };
}

function mergeGateways(parts: readonly AccessPart[], settings: SettingsSource, report: Report): GatewayModel {
  const same = <Field extends keyof GatewayModel>(field: Field, decides: boolean): Pick<GatewayModel, Field> => {
    const value = agreed(`environment gateway.${field}`, parts, settings, ({ environment }) => environment.gateway[field], report, decides);
    return (value === undefined ? {} : { [field]: value }) as Pick<GatewayModel, Field>;
  };
  const calls = applicationCalls(parts, settings, report);
  return {
    ...same('dialect', true),
    ...same('version', true),
    ...same('flavor', true),
    ...same('selectTags', false),
    ...same('trustedProxies', true),
    ...(calls !== undefined && { applicationCalls: calls }),
    ...same('accessLog', false),
    ...same('redis', false),
    ...same('sync', false),
  };
}

/**
 * How applications' calls are told apart. A header means nothing to the routes of a part that knows none, since they need none; a host of
 * their own would open another way in for them.
 */
function applicationCalls(parts: readonly AccessPart[], settings: SettingsSource, report: Report): ApplicationCalls | undefined {
  const telling = parts.filter(({ environment }) => environment.gateway.applicationCalls !== undefined);
  const [first] = telling;
  if (first === undefined) return undefined;
  const ofHosts = telling.map((part) => [part, hostsOf(part.environment)] as const);
  if (!ofHosts.every(([, hosts]) => hosts !== undefined))
    return agreed(
      'environment gateway.applicationCalls',
      telling,
      { ...settings, part: first },
      (part) => part.environment.gateway.applicationCalls,
      report,
      true,
    );
  for (const part of parts) {
    const own = hostsOf(part.environment) ?? {};
    const other = ofHosts.find(([, hosts]) =>
      Object.keys(hosts ?? {}).some((name) => Object.hasOwn(part.environment.hosts, name) && !Object.hasOwn(own, name)),
    );
    if (other !== undefined)
      report({
        where: 'merge environment gateway.applicationCalls.hosts',
        what: `${other[0].source} tells applications' calls apart on hosts that ${part.source} has too, and ${part.source} does not`,
        fix: 'tell them apart in both, or use hosts of other names',
        code: 'MERGE_SETTING_DIFFERS',
      });
  }
  const maps = ofHosts.map(([{ source }, hosts]) => [source, hosts ?? {}] as const);
  return { by: 'host', hosts: mergeNames('gateway.applicationCalls.hosts', maps, report) as Readonly<Record<string, readonly string[]>> };
}

function hostsOf({ gateway }: EnvironmentModel): Readonly<Record<string, readonly string[]>> | undefined {
  return gateway.applicationCalls?.by === 'host' ? gateway.applicationCalls.hosts : undefined;
}

function mergeNames(
  field: string,
  maps: readonly (readonly [source: string, names: Readonly<Record<string, unknown>>])[],
  report: Report,
): Readonly<Record<string, unknown>> {
  const merged = new Map<string, { readonly value: unknown; readonly source: string }>();
  for (const [source, names] of maps) {
    for (const [name, value] of Object.entries(names)) {
      const before = merged.get(name);
      if (before === undefined) merged.set(name, { value, source });
      else if (comparable(before.value) !== comparable(value))
        report({
          where: `merge environment ${field}.${name}`,
          what: `is ${show(before.value)} in ${before.source} and ${show(value)} in ${source}`,
          fix: 'give the two names of their own: names of all parts are one namespace',
          code: 'MERGE_NAME_DIFFERS',
        });
    }
  }
  return Object.fromEntries([...merged].map(([name, { value }]) => [name, value]));
}

function without<Value>(names: Readonly<Record<string, Value>>, left: ReadonlySet<string>): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(names).filter(([name]) => !left.has(name)));
}
