import { type RouteModel } from '../model';
import { type AccessMatrix, type Deployment } from './matrix-entry';
import { entrancesOf, type Entrance } from './probe';
import { renderedGateway } from './rendered-gateway';
import { RouteJudge } from './route-judge';

/**
 * Every caller of a definition against every route, decided from the tokens Entra would issue and the configuration the
 * gateway would run; sparse, in the order of the definition.
 *
 * @throws DefinitionError where the gateway could not enforce the definition
 */
export function accessMatrix(deployment: Deployment): AccessMatrix {
  const gateway = renderedGateway(deployment);
  const byRoute = new Map<RouteModel, Entrance[]>();
  for (const entrance of entrancesOf(deployment.model, deployment.environment, gateway)) {
    const same = byRoute.get(entrance.route);
    if (same === undefined) byRoute.set(entrance.route, [entrance]);
    else same.push(entrance);
  }
  const judge = new RouteJudge(deployment, gateway);
  return { formatVersion: 1, entries: [...byRoute].flatMap(([route, entrances]) => judge.entriesOf(route, entrances)) };
}
