import { createHash } from 'node:crypto';
import { uncheckedDocument, writeDocument, type GatewayTemplate, type KongDocument } from '../kong';

/** Digests of a preview's pieces: what stands before its first entity, and each entity. Texts of thousands are long. */
export type PreviewDigests = readonly string[];

/** A preview in digests. */
export function previewDigests(text: string): PreviewDigests {
  return text.split(/^(?= {2}- )/m).map(digest);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

/** What a preview was found to be of, so that the same need not be written again. */
export interface KnownPreview {
  readonly preview: PreviewDigests;
  readonly template: GatewayTemplate;
}

/**
 * Whether a preview that people read is that of a template. What a preview of the base has for an entity that is the same there is
 * taken as it is: it was reviewed before.
 */
export function isPreviewOf(preview: PreviewDigests, template: GatewayTemplate, base?: KnownPreview): boolean {
  const known = base === undefined ? new Map<string, string>() : knownPieces(base);
  const pieces = piecesOf(template);
  return (
    pieces.length === preview.length &&
    pieces.every(({ key, text }, at) => (known.has(key) && known.get(key) === preview[at]) || digest(text()) === preview[at])
  );
}

interface Piece {
  /** What the piece is written from, in short. */
  readonly key: string;
  readonly text: () => string;
}

/** A document in pieces whose texts follow each other. Entities are assembled where their text is asked for. */
function piecesOf(template: GatewayTemplate): readonly Piece[] {
  const { apis, ...settings } = template;
  const common = digest(JSON.stringify(settings));
  const { services: _services, routes: _routes, ...head } = uncheckedDocument({ ...template, apis: {} }, 'deck');
  const owned = Object.entries(apis).map(([key, api]) => ({
    count: Object.keys(api.routes).length,
    key: digest(`${common} ${key} ${JSON.stringify(api)}`),
    document: () =>
      uncheckedDocument({ ...template, apis: { [key]: api } }, 'deck') as unknown as Readonly<
        Record<'services' | 'routes', readonly KongDocument[]>
      >,
  }));
  const services = owned.map(({ key, document }) => ({ key: `service ${key}`, entity: () => document().services[0] }));
  const routes = owned.flatMap(({ key, count, document }) =>
    Array.from({ length: count }, (_, at) => ({ key: `route ${String(at)} ${key}`, entity: () => document().routes[at] })),
  );
  const [ofServices, ofRoutes] = [listPieces('services', services), routes.length === 0 ? undefined : listPieces('routes', routes)];
  return [
    {
      key: 'head',
      text: () => `${writeDocument(head, 'yaml')}${ofServices.opening}${services.length === 0 ? (ofRoutes?.opening ?? '') : ''}`,
    },
    // What opens a list stands at the end of the piece before.
    ...ofServices.pieces.map((piece, at) =>
      at < services.length - 1 || ofRoutes === undefined
        ? piece
        : { key: `last ${piece.key}`, text: () => `${piece.text()}${ofRoutes.opening}` },
    ),
    ...(ofRoutes?.pieces ?? []),
  ];
}

interface Listed {
  readonly key: string;
  readonly entity: () => KongDocument | undefined;
}

function listPieces(name: string, items: readonly Listed[]): { readonly opening: string; readonly pieces: readonly Piece[] } {
  return {
    opening: items.length === 0 ? `${name}: []\n` : `${name}:\n`,
    pieces: items.map(({ key, entity }) => ({
      key,
      text: () => writeDocument({ [name]: [entity() ?? {}] }, 'yaml').slice(name.length + 2),
    })),
  };
}

function knownPieces({ preview, template }: KnownPreview): ReadonlyMap<string, string> {
  const pieces = piecesOf(template);
  if (pieces.length !== preview.length) return new Map();
  return new Map(pieces.slice(1).map(({ key }, at) => [key, preview[at + 1] ?? '']));
}
