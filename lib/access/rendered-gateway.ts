import { bind, renderGateway, toDocument } from '../kong';
import { type Bindings } from '../model';
import { foreignOf, idsIn, withForeign } from './foreign';
import { gatewayOf, type Gateway } from './gateway';
import { type Deployment } from './matrix-entry';
import { TokenIssuer } from './token';

/** The gateway of a deployment, with the client ids of its registrations; those that are not given are made up. */
export function renderedGateway({ model, environment, foreign = [] }: Deployment, clientIds: Bindings = {}): Gateway {
  const issuer = new TokenIssuer(model, environment, { bindings: clientIds });
  const bindings = Object.fromEntries(model.apis.map(({ key }) => [key, issuer.clientIdOf(key)]));
  const { document } = bind(toDocument(renderGateway(model, environment), 'deck'), bindings);
  const { flavor, version, dialect, selectTags } = environment.gateway;
  const others = foreign.map((dumped) => foreignOf(dumped, selectTags, document));
  const gateway = gatewayOf(withForeign(document, others), { flavor, version, dialect });
  if (foreign.length === 0) return gateway;
  const own = idsIn(document);
  return { ...gateway, declared: new Set(gateway.routes.filter(({ id }) => own.has(id ?? ''))) };
}
