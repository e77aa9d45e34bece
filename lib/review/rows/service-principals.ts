import { Identities, type Identity, type TerraformResource } from '../../terraform';
import { type ChangeRow } from '../report';
import { type Side } from '../side/side';
import { type Context } from './context';

/**
 * Service principals that are new and not those of a registration that the stack makes: of an application of somebody else, who can
 * sign in with it from then on, or a second block about one that is there, which may give it owners of its own.
 */
export function servicePrincipalRows({ base, head, leaves, names }: Context): readonly ChangeRow[] {
  if (head === undefined) return [];
  const before = all(base);
  const known = new Set(before.map(({ resource }) => key(resource)));
  const taken = new Set(before.map(({ identity }) => identity));
  return all(head)
    .filter(({ resource, identity }) => {
      if (known.has(key(resource))) return false;
      // The first one of a registration is the registration's own.
      const isFirst = head.byIdentity.has(identity) && !taken.has(identity);
      taken.add(identity);
      return !isFirst;
    })
    .map(({ resource, identity }) => {
      const isOwn = head.byIdentity.has(identity);
      return {
        section: 'registrations',
        subject: names.of(identity),
        what: isOwn
          ? `another resource says what its service principal is: ${resource.address}`
          : `an application that is registered elsewhere gets a service principal: ${resource.address}`,
        effect: 'broadened',
        isBlocking: false,
        notes: [
          isOwn
            ? 'owners that it names can add a credential, and act as the registration'
            : 'whoever can act as that application can sign in to the tenant as it, and people may consent to it',
        ],
        places: leaves.take(key(resource), ({ row }) => row !== undefined),
      };
    });
}

interface Found {
  readonly resource: TerraformResource;
  readonly identity: Identity;
}

function all(side: Side | undefined): readonly Found[] {
  const states = (side?.stacks ?? []).flatMap(({ synthesized, plan }) => synthesized ?? plan ?? []);
  const identities = new Identities(states);
  return states
    .flatMap(({ resources }) => resources)
    .filter(({ type, mode }) => type === 'azuread_service_principal' && mode === 'managed')
    .map((resource) => ({ resource, identity: identities.of(resource.values['client_id'], resource.stack) }));
}

function key({ stack, address }: TerraformResource): string {
  return `${stack}/${address}`;
}
