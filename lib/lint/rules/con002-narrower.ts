import { graphPermissions } from '../../model';
import { defineRule } from '../rule';
import { granted, requested } from '../view/permissions';

export const con002 = defineRule({
  id: 'CON002',
  severity: 'warning',
  title: 'No permission on everything where one on a part exists',
  cause: 'A leaked credential reaches all of the tenant, though the client needs what it owns or what was chosen for it.',
  fix: 'ask for the narrower permission, and give access to the single objects',
  source: 'https://learn.microsoft.com/graph/permissions-overview#limits-on-requested-permissions-per-app',
  needs: ['directory'],
  *check(view) {
    const seen = new Set<string>();
    for (const one of [...requested(view), ...granted(view)]) {
      const narrower = one.kind === 'application' && one.api === graphPermissions.appId ? narrowerThan(one.value) : [];
      const subject = `${view.nameOf(one.client)}/${one.value}`;
      if (narrower.length === 0 || seen.has(subject)) continue;
      seen.add(subject);
      yield {
        subject,
        message: `${one.value} is on everything; there is ${narrower.join(', ')}`,
        place: view.placeOf(one.place),
        disagree: [
          { what: 'permission', value: one.value, where: one.place.resource.address },
          { what: 'narrower permission', value: narrower.join(', '), where: 'Microsoft Graph' },
        ],
      };
    }
  },
});

const PARTS = ['OwnedBy', 'Selected', 'WhereInstalled', 'AppFolder'];

/** Several resources together, and the permissions for one of them each. */
const OF_ALL_KINDS: Readonly<Record<string, readonly string[]>> = {
  'Directory.Read.All': ['User.Read.All', 'GroupMember.Read.All', 'Application.Read.All'],
};

/** Permissions of Microsoft Graph that do the same on a part. */
function narrowerThan(value: string): readonly string[] {
  const ofKinds = Object.hasOwn(OF_ALL_KINDS, value) ? OF_ALL_KINDS[value] : undefined;
  if (ofKinds !== undefined) return ofKinds;
  if (!/\.All$|^[A-Za-z]+\.(?:Read|ReadWrite)$/.test(value) || PARTS.some((part) => value.endsWith(part))) return [];
  const action = value.replace(/\.All$/, '');
  const [resource = ''] = value.split('.');
  const candidates = [...PARTS.map((part) => `${action}.${part}`), ...PARTS.map((part) => `${resource}.${part}`)];
  return candidates.filter((one) => one !== value && Object.hasOwn(graphPermissions.appRoles, one));
}
