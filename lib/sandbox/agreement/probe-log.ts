import { type Entrance } from '../../access';
import { type IdentityClaim, type RouteModel } from '../../model';
import { isObject } from '../../terraform';
import { type SandboxAnswer } from '../call';
import { CARRIED, type Claims, type Probed } from './probe';

/** A call that was let in, whose headers and query held what belongs in no log. */
export interface LoggedAttempt {
  readonly entrance: Entrance;
  /** Of the caller, where the route asks who it is. */
  readonly claims: Claims | undefined;
  readonly answer: SandboxAnswer;
  /** Texts that must not be logged. */
  readonly kept: readonly string[];
}

/** What the log of the newest call says otherwise than predicted: who, what, when and from where. */
export function logDisagreements({ sandbox, prediction }: Probed, { entrance, claims, answer, kept }: LoggedAttempt): readonly string[] {
  const { model, environment } = prediction.deployment;
  const { accessLog: target, dialect } = environment.gateway;
  if (!model.observability.accessLog || target === undefined) return [];
  const logged = sandbox.gateway.log.all().at(-1);
  if (logged === undefined) return ['log: the call was not logged'];
  const { request, clientIp, route, gatewayRoute } = entrance;
  const access = table(logged.record['access']);
  const correlation = model.observability.correlationIdHeader;
  const told = (carried: IdentityClaim): unknown => (isTold(route, carried, dialect) ? claims?.[CARRIED[carried]] : undefined);
  const said: readonly (readonly [string, unknown, unknown])[] = [
    ['target', target.to === 'stdout' ? '/dev/stdout' : target.endpoint, logged.to],
    ['client_ip', clientIp, logged.record['client_ip']],
    ['route', gatewayRoute.name, table(logged.record['route'])['name']],
    ['service', gatewayRoute.hasService ? `${route.api}${environment.suffix}` : undefined, table(logged.record['service'])['name']],
    ['client', claims?.['azp'], access['client']],
    ['object', told('object-id'), access['object']],
    ['tenant', told('tenant-id'), access['tenant']],
    ['authenticated', claims !== undefined, access['authenticated']],
    ['method', request.method, access['method']],
    ['host', request.host ?? undefined, access['host']],
    ['path', request.path, access['path']],
    ['status', answer.status, access['status']],
    ['correlation', correlation === undefined ? undefined : answer.headers[correlation.toLowerCase()], access['correlation']],
  ];
  const text = JSON.stringify(logged.record);
  return [
    ...said
      .filter(([, predicted, observed]) => predicted !== observed)
      .map(([what, predicted, observed]) => `log: predicted ${what} ${String(predicted)}, observed ${String(observed)}`),
    ...HOLDING_MORE.filter((field) => Object.hasOwn(logged.record, field)).map((field) => `log: holds ${field}`),
    ...(kept.some((one) => text.includes(one)) ? ['log: holds a token, a query or what the caller said of itself'] : []),
  ];
}

/** Parts of Kong's record that hold headers, URLs with their query, or what the upstream answered. */
const HOLDING_MORE = ['request', 'response', 'upstream_uri', 'tries'];

/** Whether the log learns a claim: from the credential of `oidc`, or from a header that the route hands on. */
function isTold({ forward }: RouteModel, carried: IdentityClaim, dialect: string): boolean {
  return dialect === 'oidc' || Object.values(forward.headers).includes(carried);
}

function table(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}
