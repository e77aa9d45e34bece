import { writeDocument, type GatewayTemplate, type KongDocument } from '../kong';
import { documentOf } from './side/document';

/** What a preview was found to be of, so that the same need not be written again. */
export interface KnownPreview {
  readonly preview: string;
  readonly template: GatewayTemplate;
}

/**
 * Whether a preview that people read is that of a template. It is compared entity by entity, since the text of thousands takes long
 * to write and much memory to hold. What a preview of the base has for an entity that is the same there is taken as it is: it was
 * reviewed before.
 */
export function isPreviewOf(preview: string, template: GatewayTemplate, base?: KnownPreview): boolean {
  const known = base === undefined ? new Map<string, string>() : textsOf(base);
  let at = 0;
  for (const { text, key } of partsOf(template)) {
    const before = key === undefined ? undefined : known.get(key);
    if (before !== undefined && preview.startsWith(before, at)) at += before.length;
    else {
      const own = text();
      if (!preview.startsWith(own, at)) return false;
      at += own.length;
    }
  }
  return at === preview.length;
}

interface Part {
  /** The entity as JSON; absent for what stands between entities. */
  readonly key?: string;
  readonly text: () => string;
}

/** A document in pieces whose texts follow each other. */
function partsOf(template: GatewayTemplate): readonly Part[] {
  const { services, routes, ...head } = documentOf(template).document as KongDocument &
    Readonly<Record<'services' | 'routes', readonly KongDocument[] | undefined>>;
  return [
    { text: () => writeDocument(head, 'yaml') },
    ...listParts('services', services ?? []),
    ...(routes === undefined ? [] : listParts('routes', routes)),
  ];
}

function listParts(name: string, entities: readonly KongDocument[]): readonly Part[] {
  if (entities.length === 0) return [{ text: () => `${name}: []\n` }];
  return [
    { text: () => `${name}:\n` },
    ...entities.map((entity) => ({
      key: JSON.stringify(entity),
      text: () => writeDocument({ [name]: [entity] }, 'yaml').slice(name.length + 2),
    })),
  ];
}

/** Texts of entities in a preview, by the entity: as long as they can be told apart, which they can by where each begins. */
function textsOf({ preview, template }: KnownPreview): ReadonlyMap<string, string> {
  const keys = partsOf(template).flatMap(({ key }) => key ?? []);
  const texts = preview.split(/^(?= {2}- )/m).slice(1);
  if (texts.length !== keys.length) return new Map();
  return new Map(keys.map((key, at) => [key, (texts[at] ?? '').replace(/^(?:routes|services):\n[^]*$/m, '')]));
}
