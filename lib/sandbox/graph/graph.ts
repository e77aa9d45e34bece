import { compactVerify, importJWK } from 'jose';
import { graphPermissions } from '../../model';
import { isObject, type Json } from '../../terraform';
import { GraphError, notFound, type Clock, type Tenants } from '../directory';
import { type SigningKeys } from '../entra';
import { headerOf, jsonAnswer, type ServedAnswer, type ServedRequest } from '../network';
import { applications } from './applications';
import { deletedItems } from './deleted-items';
import { FaultCounter, NO_FAULTS, RETRY_AFTER_SECONDS, unavailable, type GraphFaults } from './faults';
import { type GraphHandler } from './handler';
import { assertOptions, parsedBody, shapedList, shapedObject } from './odata';
import { type GraphCaller } from './permissions';
import { principals } from './principals';
import { Sight } from './sight';

/** What the surface is made of. */
export interface GraphOptions {
  readonly tenants: Tenants;
  readonly keys: SigningKeys;
  readonly clock: Clock;
}

/** One kind of request, with what its path looks like. */
interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly handler: GraphHandler;
}

const ROUTES: readonly Route[] = Object.entries({ ...applications, ...principals, ...deletedItems }).map(([key, handler]) => {
  const [method = '', path = ''] = key.split(' ');
  const pattern = new RegExp(`^${path.replaceAll('$', '\\$').replaceAll('{id}', '([^/]+)')}$`);
  return { method, pattern, handler };
});

/** Microsoft Graph, as far as the azuread provider needs it: the directories over HTTP, for whoever has a token and the right to it. */
export class GraphSurface {
  /** What goes wrong; nothing at first. */
  readonly faults: GraphFaults = { ...NO_FAULTS };
  private readonly counter = new FaultCounter(this.faults);
  private readonly sight: Sight;

  constructor(private readonly options: GraphOptions) {
    this.sight = new Sight(options.clock, this.faults);
  }

  /** Answers a request to Graph. */
  async answer(request: ServedRequest): Promise<ServedAnswer> {
    try {
      const isLost = this.counter.next();
      const caller = await this.callerOf(headerOf(request, 'authorization'));
      const answer = this.handled(request, caller);
      if (isLost) throw unavailable();
      return answer;
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      const { status, code, message, detail } = error;
      const retry = status === 429 ? { 'retry-after': String(RETRY_AFTER_SECONDS) } : {};
      return jsonAnswer(status, { error: { code, message, ...(detail !== undefined && { details: [{ code: detail, message }] }) } }, retry);
    }
  }

  private handled(request: ServedRequest, caller: GraphCaller): ServedAnswer {
    const { sight } = this;
    const tenant = this.options.tenants.find(caller.tenantId);
    if (tenant === undefined) throw notFound(caller.tenantId);
    const path = decoded(request.path)
      .replace(/^\/(?:v1\.0|beta)/, '')
      .replace(/\/$/, '');
    for (const { method, pattern, handler } of ROUTES) {
      const match = method === request.method ? pattern.exec(path) : null;
      if (match === null) continue;
      const [, ...ids] = match;
      if (method !== 'GET') assertOptions(request.query, []);
      const sent = parsedBody(request.body);
      sight.assertSeen(ids, sent);
      const { status, body, list, made = [] } = handler({ tenant, caller, ids, body: sent });
      sight.note(made);
      const shaped = list ? shapedList(list, request.query, (id) => sight.sees(id)) : body && shapedObject(body, request.query);
      return shaped === undefined ? { status } : jsonAnswer(status, shaped);
    }
    throw new GraphError(400, 'BadRequest', `The embedded Graph does not serve ${request.method} ${path}.`);
  }

  private async callerOf(authorization: string | undefined): Promise<GraphCaller> {
    const [, token = ''] = /^Bearer (.+)$/i.exec(authorization ?? '') ?? [];
    const { keys, clock } = this.options;
    let claims: Json = {};
    try {
      const { payload } = await compactVerify(token, async ({ kid }) => {
        const key = keys.keySet().keys.find((one) => one.kid === kid);
        if (key === undefined) throw new Error('unknown key');
        return importJWK(key, 'RS256');
      });
      const parsed: unknown = JSON.parse(Buffer.from(payload).toString());
      if (isObject(parsed)) claims = parsed;
    } catch {
      throw unauthenticated('Access token validation failure. Invalid signature.');
    }
    const { aud, oid, tid, roles, exp } = claims;
    // A name that begins like Graph's may be that of any API.
    const graph = this.options.tenants.find(String(tid))?.servicePrincipals.ofClientId(graphPermissions.appId);
    const isForGraph = graph?.servicePrincipalNames.includes(String(aud).replace(/\/$/, '')) === true;
    if (!isForGraph) throw unauthenticated('Access token validation failure. Invalid audience.');
    if (typeof exp !== 'number' || exp <= clock.seconds()) throw unauthenticated('Lifetime validation failed, the token is expired.');
    return { objectId: String(oid), tenantId: String(tid), roles: Array.isArray(roles) ? roles.map(String) : [] };
  }
}

/** @throws GraphError where a path is not encoded as one */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new GraphError(400, 'BadRequest', 'The path is malformed.');
  }
}

function unauthenticated(message: string): GraphError {
  return new GraphError(401, 'InvalidAuthenticationToken', message);
}
