import { type Entrance } from '../../access';
import { withStranger } from '../strangers';
import { admittedClaims, requestText, send, type Probe, type Probed } from './probe';
import { bearer } from './tried-tokens';

/** The upstream of an API in the hands of somebody whose certificate nobody vouches for: nothing is sent there. */
export async function probeUpstream(probed: Probed, entrance: Entrance): Promise<readonly Probe[]> {
  const { sandbox } = probed;
  const { route, request, clientIp } = entrance;
  const claims = admittedClaims(probed, entrance);
  const services = sandbox.gateway.entities().services.filter(({ protocol }) => protocol === 'https');
  const service = entrance.gatewayRoute.name === undefined ? undefined : services.find(({ name }) => name?.startsWith(route.api));
  if (service === undefined || (claims === undefined && route.access.kind !== 'public')) return [];
  const headers = claims === undefined ? [] : bearer(await sandbox.entra.keys.sign(claims, 2));
  const answer = await withStranger(sandbox, service.host, () => send(probed, { request, clientIp, headers }));
  const disagreements = answer.status === 502 ? [] : [`upstream: a server that nobody vouches for answered with ${String(answer.status)}`];
  return [
    { kind: 'upstream', api: route.api, tried: `${requestText(request)}, with a stranger in place of ${service.host}`, disagreements },
  ];
}
