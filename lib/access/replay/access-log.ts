import { isIP } from 'node:net';
import { parseRequest } from '../explain';
import { asOptionalText, asSource, asStatus, asTable, asText, asTime, Unreadable, type Table } from './fields';
import { type RecordedCall, type RecordedCaller } from './record';

/**
 * A line that Kong's log plugins write with the field `access` of this product.
 *
 * @see docs/replay.md, "The gateway's own log"
 */
export function readAccessLog(log: Table): RecordedCall {
  const access = asTable(log['access'], 'access');
  const status = asStatus(access['status'], 'access.status');
  const method = asText(access['method'], 'access.method');
  // Routes of this product take HTTPS alone; 426 is what others are told.
  const scheme = status === 426 ? 'http' : 'https';
  const request = parseRequest(`${method} ${scheme}://${asText(access['host'], 'access.host')}${asText(access['path'], 'access.path')}`);
  if (typeof request === 'string' || method.length > 100) throw new Unreadable('access is of no request that can be asked again');
  const started = log['started_at'];
  const time = typeof started === 'number' ? asTime(started / 1000) : undefined;
  const source = asSource(log['source']);
  const address = asOptionalText(log['client_ip'], 'client_ip');
  return {
    request,
    hasHeaders: false,
    caller: callerOf(access),
    route: routeOf(log['route']),
    ...(time !== undefined && { time }),
    ...(status !== undefined && { status }),
    ...(source !== undefined && { source }),
    ...(address !== undefined && isIP(address) !== 0 && { clientIp: address }),
  };
}

function callerOf(access: Table): RecordedCaller {
  if (access['authenticated'] !== true) return { kind: 'unknown' };
  const client = asOptionalText(access['client'], 'access.client');
  const tenant = asOptionalText(access['tenant'], 'access.tenant');
  return client === undefined ? { kind: 'unknown' } : { kind: 'client', client, ...(tenant !== undefined && { tenant }) };
}

/** Kong leaves the route out where none took the request. */
function routeOf(value: unknown): NonNullable<RecordedCall['route']> | null {
  if (value === undefined || value === null) return null;
  const route = asTable(value, 'route');
  const [name, id] = [asOptionalText(route['name'], 'route.name'), asOptionalText(route['id'], 'route.id')];
  if (name === undefined && id === undefined) throw new Unreadable('route has neither name nor id');
  return { ...(name !== undefined && { name }), ...(id !== undefined && { id }) };
}
