import { renderGateway, toDocument, type AccessModel, type EnvironmentModel } from '../../lib';

type Fields = Readonly<Record<string, unknown>>;

/** A route or service of the document Kong reads, its plugins by name. */
export interface RenderedEntity extends Fields {
  readonly plugins: Readonly<Record<string, Fields>>;
}

/** The document for a definition by names: services, and routes with and without an upstream. */
export function rendered(
  model: AccessModel,
  environment: EnvironmentModel,
): Readonly<Record<'services' | 'routes' | 'closed', Readonly<Record<string, RenderedEntity>>>> {
  const document = toDocument(renderGateway(model, environment), 'deck') as unknown as {
    readonly services: readonly Fields[];
    readonly routes?: readonly Fields[];
  };
  return {
    services: byName(document.services),
    routes: byName(document.services.flatMap((service) => service['routes'] as Fields[])),
    closed: byName(document.routes ?? []),
  };
}

function byName(entities: readonly Fields[]): Readonly<Record<string, RenderedEntity>> {
  return Object.fromEntries(
    entities.map((entity) => {
      const plugins = (entity['plugins'] ?? []) as readonly { readonly name: string; readonly config: Fields }[];
      return [String(entity['name']), { ...entity, plugins: Object.fromEntries(plugins.map(({ name, config }) => [name, config])) }];
    }),
  );
}
