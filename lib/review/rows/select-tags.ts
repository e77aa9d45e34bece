import { type ChangeRow } from '../report';
import { isElsewhere } from '../side/side';
import { type Context } from './context';
import { listed } from './leaf-index';

/**
 * Tags that become others. decK sees what has all of the tags of `select_tags`, and deletes what of it is not in the file: so other
 * tags are other things that it deletes, and things that nobody manages any more.
 *
 * @see https://developer.konghq.com/deck/gateway/sync/
 */
export function selectTagRows({ base, head, others, leaves }: Context): readonly ChangeRow[] {
  const [was, now] = [base?.template?.selectTags, head?.template?.selectTags];
  // Two environments have tags of their own, and neither becomes the other.
  if (was === undefined || now === undefined || isElsewhere(base)) return [];
  const [isWithin, holds] = [hasAll(was, now), hasAll(now, was)];
  if (isWithin && holds) return [];
  const neighbours = others.flatMap(({ name, template }) =>
    name === head?.name || template === undefined ? [] : [{ name, tags: template.selectTags }],
  );
  const [hit, hitting] = [neighbours.filter(({ tags }) => hasAll(tags, now)), neighbours.filter(({ tags }) => hasAll(now, tags))].map(
    (found) => listed(found.map(({ name }) => name)),
  ) as [string, string];
  return [
    {
      section: 'hardening',
      subject: 'the gateway',
      what: 'the tags by which a synchronization knows what is its own become others',
      was: JSON.stringify(was),
      now: JSON.stringify(now),
      effect: 'unknown',
      isBlocking: true,
      notes: [
        ...(holds ? [] : [`the next synchronization deletes whatever else on the control plane has ${tagsText(now)}`]),
        ...(hit === '' ? [] : [`so it deletes what ${hit} deploys, where that is on the same control plane`]),
        ...(hitting === '' ? [] : [`there the synchronization of ${hitting} deletes what this one makes`]),
        ...(isWithin
          ? []
          : [`what was deployed under ${tagsText(was)} stays as it is, and no synchronization manages or deletes it any more`]),
      ],
      places: leaves.take('the gateway', ({ row }) => row?.what === 'selectTags'),
    },
  ];
}

/** Whether something with these tags has each of some others. */
function hasAll(tags: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((tag) => tags.includes(tag));
}

function tagsText(tags: readonly string[]): string {
  return tags.length === 1 ? `the tag ${tags.join()}` : `all of the tags ${tags.join(', ')}`;
}
