import { type Entrance } from '../../access';
import { lookUp, type CorsModel, type RouteModel } from '../../model';
import { type SandboxAnswer } from '../call';
import { requestText, send, type Probe, type Probed } from './probe';

/** A page that no environment names. */
export const ELSEWHERE = 'https://elsewhere.invalid';

/** CORS preflights at the path of an entrance, from each origin that is named and from one that is not. */
export async function probePreflights(probed: Probed, { route, request, clientIp }: Entrance): Promise<readonly Probe[]> {
  const { cors, api } = route;
  if (cors === undefined) return [];
  const origins = originsOf(probed, route);
  // A path answers for the routes of wider ones as well: how many is the renderer's, and told by tests of its own.
  const open = probed.prediction.deployment.model.routes.filter((one) => one.cors !== undefined);
  const allowable = new Set(open.flatMap(({ methods }) => methods ?? METHODS));
  const own = route.methods ?? METHODS;
  const probes: Probe[] = [];
  for (const origin of [...origins, ELSEWHERE]) {
    const headers = [['Origin', origin] as const, ['Access-Control-Request-Method', request.method] as const];
    const preflight = { ...request, method: 'OPTIONS' };
    const answer = await send(probed, { request: preflight, clientIp, headers });
    const tried = `${requestText(preflight)}, preflight from ${origin}`;
    const page = origins.includes(origin) ? origin : undefined;
    probes.push({ kind: 'message', api, tried, disagreements: preflightDisagreements(answer, cors, page, { own, allowable }) });
  }
  return probes;
}

function preflightDisagreements(
  { status, headers, observed }: SandboxAnswer,
  cors: CorsModel,
  origin: string | undefined,
  { own, allowable }: { readonly own: readonly string[]; readonly allowable: ReadonlySet<string> },
): readonly string[] {
  const asks: Readonly<Record<string, string | undefined>> = {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': origin !== undefined && cors.credentials ? 'true' : undefined,
    'access-control-max-age': origin === undefined ? undefined : String(cors.maxAgeSeconds),
    'access-control-allow-headers': origin === undefined ? undefined : cors.headers.join(',') || 'Accept',
  };
  const allowed = headers['access-control-allow-methods'];
  const methods = allowed?.split(',') ?? [];
  const isRight = own.every((method) => methods.includes(method)) && methods.every((method) => allowable.has(method));
  return [
    ...Object.entries(asks)
      .filter(([name, predicted]) => headers[name] !== predicted)
      .map(([name, predicted]) => `preflight: predicted ${name} ${predicted ?? 'absent'}, observed ${headers[name] ?? 'absent'}`),
    ...(origin === undefined || isRight ? [] : [`preflight: allows ${allowed ?? 'nothing'}`]),
    ...(status === 200 || status === 204 ? [] : [`preflight: answered with ${String(status)}`]),
    ...(observed?.ended.source === 'service' ? ['preflight: reached the upstream'] : []),
  ];
}

const METHODS = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'];

/** Origins from which a route may be called, as the environment names them. */
export function originsOf({ prediction }: Probed, { cors }: RouteModel): readonly string[] {
  return cors === undefined ? [] : (lookUp(prediction.deployment.environment.origins, cors.origins) ?? []);
}
