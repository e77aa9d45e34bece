import { type AccessRow, type ResourceCounts, type Section } from '../report';

/** What a change would have of what it is judged by: it is read before everything else. */
export const SETTINGS_TITLE = 'Standards and waivers that this change would have';

/** Parts of a report besides access and settings, in the order in which they are read. */
export const SECTIONS: readonly { readonly section: Section; readonly title: string }[] = [
  { section: 'stacks', title: 'Deployments and stacks' },
  { section: 'registrations', title: 'Registrations' },
  { section: 'consents', title: 'Consents' },
  { section: 'people', title: 'People and groups' },
  { section: 'credentials', title: 'Credentials and who can act as a registration' },
  { section: 'hardening', title: 'Hardening of the gateway and of tokens' },
  { section: 'carried', title: 'Carried upstream, effect unknown' },
  { section: 'routes', title: 'Routes and APIs' },
  { section: 'other', title: 'Everything else' },
];

/** The sign of a direction. */
export function signOf(direction: AccessRow['direction']): string {
  return { gained: '+ gains', lost: '- loses', unknown: '? may gain' }[direction];
}

/** Counts in words, those that are not zero: `prod: 2 to create, 1 to replace (as synthesized)`. */
export function resourcesText({ stack, from, ...counts }: ResourceCounts): string {
  const words = Object.entries(counts).flatMap(([what, count]) => (count === 0 ? [] : [`${String(count)} to ${what}`]));
  return `${stack}: ${words.join(', ')} (${from === 'plan' ? 'as planned' : 'as synthesized'})`;
}
