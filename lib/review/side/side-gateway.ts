import { gatewayOf, type Gateway, type GatewayRoute } from '../../access';
import { bind } from '../../kong';
import { type Identity } from '../../terraform';
import { accepted } from './guards';
import { audienceOf } from './audience';
import { documentOf } from './document';
import { type Side } from './side';

/** A gateway that runs what a side deploys, its markers replaced by what stands for client ids here. */
export interface SideGateway {
  readonly gateway?: Gateway;
  /** Why the gateway is not judged. */
  readonly problems: readonly string[];
}

/** Makes the gateway of a side. */
export function sideGateway(side: Side): SideGateway {
  const { template } = side;
  if (template === undefined) return { problems: side.problems };
  const { document, problems } = documentOf(template);
  // What Kong refuses is not deployed, and nobody knows what is.
  if (problems.length > 0)
    return { problems: problems.map(({ path, message }) => `${side.templateFile} ${path}: Kong refuses it: ${message}`) };
  const { flavor, version, dialect } = template;
  const stand = Object.fromEntries([...side.markers].map(([key, identity]) => [key, audienceOf(identity)]));
  const { document: bound, missing } = bind(document, stand);
  return {
    gateway: gatewayOf(bound, { flavor, version, dialect }),
    problems: missing.map((key) => `${side.templateFile}: no registration stands for @@client_id:${key}@@`),
  };
}

/** The registrations whose tokens a route accepts. */
export function apisOf(route: GatewayRoute, side: Side): readonly Identity[] {
  return accepted(route).audiences.flatMap((audience) => side.byAudience.get(audience)?.identity ?? []);
}
