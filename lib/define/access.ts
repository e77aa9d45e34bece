import { type Problem, throwIfAny } from '../errors';
import { checkModel, inOrder, type AccessModel, type ExternalApiModel, type RetiredModel } from '../model';
import type { Api } from './api';
import type { Assignment } from './assignment';
import type { Client } from './client';
import { eraseApi, eraseAssignments, eraseClient, eraseExternalApi, eraseExternalClient, eraseGrants } from './erase';
import { eraseRoutes } from './erase-routes';
import type { ExternalApi, ExternalClient } from './external';
import type { Grant } from './grant';
import type { Erasure } from './names';
import type { Routes } from './route';
import { asList, checkInput, isRecord, reportUnknown } from './untyped';

/** What the gateway does for every route of a definition. */
export interface ObservabilityInput {
  /** Header that carries a request's id to the upstream and back. @default - `X-Correlation-ID`; `false` for none */
  readonly correlationId?: string | false;
  /** True logs each request: who, what, when, from where. @default - false */
  readonly accessLog?: boolean;
  /** True keeps Prometheus metrics. @default - true */
  readonly metrics?: boolean;
}

/**
 * A list that the compiler reads as a tuple: of a written list it otherwise compares every member's type with every other's,
 * which for hundreds of APIs takes longer than all else.
 */
type List<Member> = readonly Member[] | readonly [];

/** What {@link defineAccess} is told. */
export interface AccessInput {
  /** APIs this deployment registers, those imported from other packages among them. */
  readonly apis: List<Api>;
  readonly clients?: List<Client>;
  /** APIs registered elsewhere; an API object of another team stands here when that team deploys it. */
  readonly externalApis?: List<ExternalApi | Api>;
  readonly externalClients?: List<ExternalClient>;
  readonly grants?: List<Grant>;
  readonly assignments?: List<Assignment>;
  readonly routes?: Routes | List<Routes>;
  /** Registrations that left the definition, and what becomes of them. */
  readonly retired?: readonly RetiredModel[];
  readonly observability?: ObservabilityInput;
}

const FIELDS = ['apis', 'clients', 'externalApis', 'externalClients', 'grants', 'assignments', 'routes', 'retired', 'observability'];

/**
 * Checks a definition and returns it as plain data: names erased to keys, everything in canonical order.
 *
 * @throws DefinitionError with every problem of the definition at once.
 */
export function defineAccess(input: AccessInput): AccessModel {
  checkInput(input, 'defineAccess');
  const problems: Problem[] = [];
  const report = (problem: Problem): void => void problems.push(problem);
  reportUnknown(input, FIELDS, 'defineAccess', report);

  const apis = asList<Api>(input.apis, 'apis', report);
  const externals = asList<ExternalApi | Api>(input.externalApis ?? [], 'externalApis', report);
  const erasure: Erasure = { report, apis: new Map() };
  const model: AccessModel = {
    apis: apis.map((api, index) => eraseApi(api, `apis[${index}]`, erasure)),
    externalApis: externals.map((api, index) => eraseExternalApi(api, `externalApis[${index}]`, erasure)),
    clients: asList<Client>(input.clients ?? [], 'clients', report).map((client, index) =>
      eraseClient(client, `clients[${index}]`, erasure),
    ),
    externalClients: asList<ExternalClient>(input.externalClients ?? [], 'externalClients', report).map((client, index) =>
      eraseExternalClient(client, `externalClients[${index}]`, erasure),
    ),
    grants: eraseGrants(asList<Grant>(input.grants ?? [], 'grants', report), erasure),
    assignments: eraseAssignments(asList<Assignment>(input.assignments ?? [], 'assignments', report), erasure),
    routes: asList<Routes>(oneOrMany(input.routes ?? []), 'routes', report).flatMap((routes, index) =>
      eraseRoutes(routes, `routes[${index}]`, erasure),
    ),
    retired: asList<RetiredModel>(input.retired ?? [], 'retired', report),
    observability: eraseObservability(input.observability ?? {}, erasure),
  };
  throwIfAny(withoutRepeats([...problems, ...checkModel(model)]));
  return inOrder({ ...model, externalApis: model.externalApis.map((api) => onlyGranted(api, model)) });
}

// An API of another publisher has hundreds of permissions; only those that are granted here are part of this definition.
function onlyGranted(api: ExternalApiModel, { grants }: AccessModel): ExternalApiModel {
  const granted = grants.filter((grant) => grant.api === api.key);
  return {
    ...api,
    roles: api.roles.filter((role) => granted.some((grant) => grant.roles.includes(role.key))),
    scopes: api.scopes.filter((scope) => granted.some((grant) => grant.scopes.includes(scope.key))),
  };
}

function oneOrMany(routes: Routes | readonly Routes[]): readonly Routes[] {
  return isRecord(routes) ? [routes as Routes] : (routes as readonly Routes[]);
}

function eraseObservability(input: ObservabilityInput, { report }: Erasure): AccessModel['observability'] {
  reportUnknown(input, ['correlationId', 'accessLog', 'metrics'], 'observability', report);
  const header = input.correlationId ?? 'X-Correlation-ID';
  return {
    ...(header === false ? {} : { correlationIdHeader: header }),
    accessLog: input.accessLog ?? false,
    metrics: input.metrics ?? true,
  };
}

function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const identity = JSON.stringify(problem);
    const repeated = seen.has(identity);
    seen.add(identity);
    return !repeated;
  });
}
