import { type Entrance } from '../../access';
import { withStranger } from '../strangers';
import { admittedClaims, requestText, send, type Probe, type Probed } from './probe';
import { bearer } from './tried-tokens';

/** The upstream of an API in the hands of somebody whose certificate nobody vouches for: nothing is sent there. */
export async function probeUpstream(probed: Probed, entrance: Entrance): Promise<readonly Probe[]> {
  const { sandbox } = probed;
  const { route, request, clientIp } = entrance;
  const claims = admittedClaims(probed, entrance);
  const { service } = sandbox.gateway.entities().routes.find(({ name }) => name === entrance.gatewayRoute.name) ?? {};
  // Over plain http there is nothing by which anybody could vouch for a server.
  if (service?.protocol !== 'https' || (claims === undefined && route.access.kind !== 'public')) return [];
  const headers = claims === undefined ? [] : bearer(await sandbox.entra.keys.sign(claims, 2));
  const answer = await withStranger(sandbox, service.host, () => send(probed, { request, clientIp, headers }));
  const disagreements = answer.status === 502 ? [] : [`upstream: a server that nobody vouches for answered with ${String(answer.status)}`];
  return [
    { kind: 'upstream', api: route.api, tried: `${requestText(request)}, with a stranger in place of ${service.host}`, disagreements },
  ];
}
