import { sorted } from '../../model';
import { type Application, type Credential, type Identity } from '../../terraform';
import { withoutSecrets } from '../changes/shown-value';
import { type ChangeRow } from '../report';
import { type Side } from '../side/side';
import { type Context } from './context';
import { publicClientRow } from './public-clients';

/** Credentials and owners that come or go, and clients that become public: who may act as a registration from now on. */
export function credentialRows(context: Context): readonly ChangeRow[] {
  const { base, head } = context;
  const identities = new Set([...(base?.byIdentity.keys() ?? []), ...(head?.byIdentity.keys() ?? [])]);
  const rows = [...identities].flatMap((identity) => [
    ...ofApplication(identity, context),
    ...ownersOf(identity, context),
    ...publicClientRow(identity, context),
  ]);
  return sorted(rows, ({ subject, what }) => `${subject} ${what}`);
}

function ofApplication(identity: Identity, { base, head, leaves, names }: Context): readonly ChangeRow[] {
  const [was, now] = [credentialsOf(base, identity), credentialsOf(head, identity)];
  const keys = [...new Set([...was.keys(), ...now.keys()])];
  return keys.flatMap((key) => {
    const [before, after] = [was.get(key), now.get(key)];
    const held = after ?? before;
    if (held === undefined || textOf(before) === textOf(after)) return [];
    const { resource, field } = held.place;
    return [
      {
        section: 'credentials' as const,
        subject: names.of(identity),
        what: whatOf(held),
        was: textOf(before),
        now: textOf(after),
        effect: after === undefined ? ('narrowed' as const) : ('broadened' as const),
        isBlocking: false,
        notes: notesOf(after, before),
        // What stands in the registration itself says nothing of its redirect URIs and owners.
        places:
          field === undefined ? leaves.take(`${resource.stack}/${resource.address}`, ({ row }) => row?.section === 'credentials') : [],
      },
    ];
  });
}

/** Owners that come or go: they can give themselves a credential of the registration. */
function ownersOf(identity: Identity, { base, head, leaves, names }: Context): readonly ChangeRow[] {
  const [was, now] = [base?.byIdentity.get(identity), head?.byIdentity.get(identity)];
  if (was === undefined || now === undefined) return [];
  // Whom an expression names nobody here knows: the changed value says so by itself.
  const written = now.place.resource.values['owners'] ?? [];
  if (!Array.isArray(written)) return [];
  const row = (owner: string, isMore: boolean): ChangeRow => ({
    section: 'credentials',
    subject: names.of(identity),
    what: `owner ${names.outsideOf(owner)?.name ?? 'nobody named'} (${owner})`,
    was: isMore ? 'none' : 'owner',
    now: isMore ? 'owner' : 'none',
    effect: isMore ? 'broadened' : 'narrowed',
    isBlocking: false,
    notes: isMore ? ['can add a credential, and act as the registration'] : [],
    places: leaves.take(`${now.place.resource.stack}/${now.place.resource.address}`, ({ row: told }) => told?.what === 'owners'),
  });
  return [
    ...now.owners.filter((owner) => !was.owners.includes(owner)).map((owner) => row(owner, true)),
    ...was.owners.filter((owner) => !now.owners.includes(owner)).map((owner) => row(owner, false)),
  ];
}

function credentialsOf(side: Side | undefined, identity: Identity): ReadonlyMap<string, Credential> {
  const application: Application | undefined = side?.byIdentity.get(identity);
  return new Map(
    (application?.credentials ?? []).map((one) => [
      `${one.place.resource.stack}/${one.place.resource.address} ${one.kind} ${one.displayName}`,
      one,
    ]),
  );
}

function whatOf({ kind, displayName }: Credential): string {
  const what = { secret: 'client secret', certificate: 'certificate', federated: 'federated credential' }[kind];
  return displayName === '' ? what : `${what} ${displayName}`;
}

function textOf(credential: Credential | undefined): string {
  if (credential === undefined) return 'none';
  const { kind, startsAt, endsAt, relativeEnd, subject, issuer, audiences, expression } = credential;
  if (kind === 'federated')
    return `${subject ?? expression ?? 'any subject'} of ${withoutSecrets(issuer ?? 'any issuer')} for ${audiences.join(', ')}`;
  const end = endsAt ?? (relativeEnd === undefined ? 'an end that the file does not say' : `${relativeEnd} after it is made`);
  return `${startsAt === undefined ? '' : `from ${startsAt} `}until ${end}`;
}

function notesOf(after: Credential | undefined, before: Credential | undefined): readonly string[] {
  if (after === undefined) return ['whoever used it can no longer sign in once this is applied; issued tokens live on until they end'];
  const who = after.kind === 'federated' ? 'whoever this issuer names so' : 'whoever has it';
  return [`${who} can act as the registration`, ...(before === undefined ? [] : ['it was another before'])];
}
