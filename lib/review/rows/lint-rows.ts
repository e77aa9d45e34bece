import { gatewayOfTemplate, runLint, type Finding, type LintInput, type LintSettings } from '../../lint';
import { sorted } from '../../model';
import { type LintRow, type Place } from '../report';
import { fileOf, type Side } from '../side/side';

/** What rules say of the head of a deployment and did not say of its base; accepted findings are shown with their waiver. */
export function lintRows(
  base: Side | undefined,
  head: Side | undefined,
  settings: Pick<LintSettings, 'organisation' | 'waivers'>,
  today: string | undefined,
): readonly LintRow[] {
  if (head === undefined) return [];
  const options = { ...settings, ...(today !== undefined && { today }) };
  // What is deployed has no definition beside it, and is judged by the one that will be.
  const before = base && inputOf(base, undefined, base.isDeployed ? head.access : base.access);
  const found = runLint([inputOf(head, before)], options).findings;
  // What a waiver itself is found wanting of depends on the day, and is said until it is put right.
  const only = [...new Set(found.map(({ rule }) => rule))].filter((rule) => !rule.startsWith('LNT'));
  const known = new Set((before && only.length > 0 ? runLint([before], { ...options, only }).findings : []).map(identity));
  const rank = { error: 0, warning: 1, info: 2 };
  return sorted(
    found.filter((finding) => finding.rule.startsWith('LNT') || !known.has(identity(finding))).map((finding) => rowOf(finding, head)),
    ({ severity, key }) => `${String(rank[severity])} ${key}`,
  );
}

function identity({ key, severity, waiver }: Finding): string {
  return JSON.stringify([key, severity, waiver?.expires]);
}

/** What rules look at, of what was read already. */
function inputOf(side: Side, base?: LintInput, access = side.access): LintInput {
  const { name, stacks, directory, markers, template } = side;
  return {
    name,
    directory,
    clients: markers,
    changes: stacks.flatMap(({ plan }) => plan?.changes ?? []),
    hasLifecycle: stacks.every(({ synthesized }) => synthesized !== undefined),
    ...(template && { gateway: gatewayOfTemplate(template) }),
    ...(access && { definition: { model: access.model, environment: access.environment } }),
    ...(base && { base }),
  };
}

function rowOf({ rule, severity, key, message, fix, place, waiver }: Finding, side: Side): LintRow {
  return {
    rule,
    severity,
    key,
    message,
    fix,
    place: placeOf(place, side),
    ...(waiver && { waiver: { reason: waiver.reason, expires: waiver.expires } }),
  };
}

/** The file and the names in it that a finding is about. */
function placeOf({ address, argument, construct, entity, definition }: Finding['place'], side: Side): Place {
  const at = construct ?? definition;
  const named = { side: 'head' as const, ...(at !== undefined && { construct: at }) };
  if (address === undefined) return { ...named, file: side.templateFile, path: pathOf(entity, side) };
  const stack = side.stacks.find(({ synthesized }) => synthesized?.resources.some((resource) => resource.address === address));
  const names = address.startsWith('data.') ? address.split('.') : ['resource', ...address.split('.')];
  return { ...named, file: fileOf(stack?.name ?? side.name, 'cdk.tf.json'), path: [...names, ...(argument?.split('.') ?? [])] };
}

/** Where an entity stands in the template. */
function pathOf(entity: string | undefined, { template }: Side): readonly string[] {
  const [kind, name = ''] = (entity ?? '').split(' ');
  for (const [api, { service, routes }] of Object.entries(template?.apis ?? {})) {
    if (kind === 'service' && service?.name === name) return ['apis', api, 'service'];
    if (kind === 'route' && Object.hasOwn(service?.routes ?? {}, name)) return ['apis', api, 'service', 'routes', name];
    if (kind === 'route' && Object.hasOwn(routes ?? {}, name)) return ['apis', api, 'routes', name];
  }
  return [];
}
