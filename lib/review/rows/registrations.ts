import { sorted } from '../../model';
import { blocksOf, type Application, type Identity } from '../../terraform';
import { withoutSecrets } from '../changes/shown-value';
import { type ChangeRow, type LeafChange } from '../report';
import { audienceOf } from '../side/audience';
import { accepted } from '../side/guards';
import { type Side } from '../side/side';
import { actorsOf } from './actors';
import { type Context } from './context';
import { isHarmless, listed } from './leaf-index';

/** Registrations that come, go or are made anew. Going is an outage: whoever calls them, or is called by them, stands still. */
export function registrationRows(context: Context): readonly ChangeRow[] {
  const { base, head, names } = context;
  const [was, now] = [base?.byIdentity ?? new Map<Identity, Application>(), head?.byIdentity ?? new Map<Identity, Application>()];
  const gone = [...was.values()].filter(({ identity }) => !now.has(identity));
  const added = [...now.values()].filter(({ identity }) => !was.has(identity));
  const replaced = new Set(replacedByPlan(head));
  const rows = [
    ...gone.map((application) =>
      goneRow(
        application,
        added.find((one) => names.of(one.identity) === names.of(application.identity) || one.displayName === application.displayName),
        context,
      ),
    ),
    ...added.map((application) => addedRow(application, context)),
    ...[...now.values()]
      .filter(({ identity }) => replaced.has(identity) && was.has(identity))
      .map((application) => replacedRow(application, context)),
  ];
  return sorted(rows, ({ isBlocking, subject, what }) => `${isBlocking ? 0 : 1} ${subject} ${what}`);
}

/** Identities of registrations that a plan makes anew. */
function replacedByPlan(head: Side | undefined): readonly Identity[] {
  return (head?.stacks ?? []).flatMap(({ name, plan }) =>
    (plan?.changes ?? [])
      .filter(({ type, actions }) => REGISTRATION.test(type) && actions.includes('delete') && actions.includes('create'))
      .map(({ address }) => `${name}/${address}`),
  );
}

const REGISTRATION = /^azuread_application(?:_registration)?$/;

/** Whether a registration is let go of rather than deleted: its whole stack is gone, or a `removed` block says so. */
function isKept({ identity, place }: Application, head: Side | undefined): boolean {
  if (head?.stacks.some(({ name }) => name === place.resource.stack) !== true) return true;
  return (head?.stacks ?? []).some(({ name, synthesized }) =>
    blocksOf(synthesized?.content['removed']).some(
      (block) => `${name}/${String(block['from'])}` === identity && blocksOf(block['lifecycle']).some((one) => one['destroy'] === false),
    ),
  );
}

/** Where a registration goes on under another address. */
export function movedTo(identity: Identity, head: Side | undefined): Identity | undefined {
  for (const { name, synthesized } of head?.stacks ?? []) {
    for (const block of blocksOf(synthesized?.content['moved'])) {
      if (`${name}/${String(block['from'])}` === identity) return `${name}/${String(block['to'])}`;
    }
  }
  return undefined;
}

function goneRow(application: Application, successor: Application | undefined, context: Context): ChangeRow {
  const { head, names } = context;
  const isLetGo = isKept(application, head);
  const isMoved = movedTo(application.identity, head) === successor?.identity && successor !== undefined;
  const places = placesOf(application, context);
  const common = { section: 'registrations' as const, subject: names.of(application.identity), places };
  if (isMoved) return { ...common, what: 'goes on under another address', effect: 'neutral', isBlocking: false, notes: [] };
  if (isLetGo)
    return {
      ...common,
      what: 'the registration stays in the tenant, and nobody manages it any more',
      effect: 'unknown',
      isBlocking: false,
      notes: ['its grants and credentials stay as they are until somebody changes them'],
    };
  return {
    ...common,
    what:
      successor === undefined
        ? 'the registration is deleted'
        : `the registration is deleted and another one made in its place (${names.of(successor.identity)}): its client id becomes another`,
    effect: 'narrowed',
    isBlocking: true,
    notes: outageNotes(application, context),
  };
}

function replacedRow(application: Application, context: Context): ChangeRow {
  return {
    section: 'registrations',
    subject: context.names.of(application.identity),
    what: 'the registration is replaced: its client id becomes another',
    effect: 'narrowed',
    isBlocking: true,
    notes: outageNotes(application, context),
    places: placesOf(application, context),
  };
}

/** Who stands still, for how long, and what can be done. */
function outageNotes({ identity, identifierUris, preventsDestroy }: Application, { base, names, access }: Context): readonly string[] {
  const callers = new Set([
    ...(base?.assignmentsOf.get(identity) ?? []).map(({ holder }) => holder),
    ...(base?.grantsOf.get(identity) ?? []).map(({ client }) => client),
  ]);
  const called = new Set(
    [
      ...(base?.directory.roleAssignments ?? []).filter(({ holder }) => holder === identity),
      ...(base?.directory.scopeGrants ?? []).filter(({ client }) => client === identity),
    ].map(({ api }) => api),
  );
  const routes = access.was.filter((route) => accepted(route).audiences.includes(audienceOf(identity)));
  const named = (all: ReadonlySet<Identity>): string => listed([...all].map((one) => names.of(one)).sort());
  return [
    ...(callers.size > 0 ? [`called by ${named(callers)}, who must be granted access anew`] : []),
    ...(routes.length > 0
      ? [`${String(routes.length)} ${routes.length === 1 ? 'route takes' : 'routes take'} tokens that are for it`]
      : []),
    ...(called.size > 0 ? [`calls ${named(called)}, and no longer can`] : []),
    'a deleted registration can be restored for 30 days, with its client id',
    ...(identifierUris.length > 0 ? [`until it is deleted for good, ${listed(identifierUris)} may be blocked for others`] : []),
    ...(preventsDestroy ? ['prevent_destroy stood in its way before'] : []),
  ];
}

function addedRow(application: Application, context: Context): ChangeRow {
  const { names } = context;
  const { signInAudience, redirectUris, roles, scopes, identity } = application;
  return {
    section: 'registrations',
    subject: names.of(identity),
    what: `a registration is made: ${counted(roles.length, 'role')}, ${counted(scopes.length, 'scope')}`,
    effect: 'neutral',
    isBlocking: false,
    notes: [
      `signs in ${signInAudience === 'AzureADMyOrg' ? 'people and applications of the tenant alone' : `with ${signInAudience}`}`,
      ...(redirectUris.length > 0 ? [`redirects to ${listed(redirectUris.map(({ uri }) => withoutSecrets(uri)))}`] : []),
      ...actorsOf(application, names).map((actor) => `can act as it: ${actor}`),
    ],
    places: placesOf(application, context),
  };
}

function counted(number: number, what: string): string {
  return `${String(number)} ${what}${number === 1 ? '' : 's'}`;
}

/** What changes in the files because a registration comes or goes as a whole, the guard that stands before it too. */
function placesOf({ identity, place: { resource }, servicePrincipal }: Application, { leaves, names }: Context): readonly LeafChange[] {
  const owners = [resource, ...(servicePrincipal ? [servicePrincipal.place.resource] : [])];
  const own = owners.flatMap(({ stack, address }) =>
    leaves.take(`${stack}/${address}`, (told) =>
      told.status === 'gone' ? told.row !== undefined : told.status === 'new' && isHarmless(told),
    ),
  );
  const guarded = [`api/${names.of(identity)}`, `client/${names.of(identity)}`];
  const guards = leaves.take(`${resource.stack}/terraform_data.retire_before_dropping`, ({ leaf }) =>
    guarded.includes(leaf.place.path.at(-1) ?? ''),
  );
  return [...own, ...guards];
}
