import { type Tenant } from '../directory';
import { type Json } from '../../terraform';
import { type GraphList } from './odata';
import { type GraphCaller } from './permissions';

/** A request to Graph, read. */
export interface GraphRequest {
  readonly tenant: Tenant;
  readonly caller: GraphCaller;
  /** Ids in the path, in their order. */
  readonly ids: readonly string[];
  readonly body: Json;
}

/** What Graph answers. */
export interface GraphAnswer {
  readonly status: number;
  /** One object. */
  readonly body?: Json;
  /** Or all of a list. */
  readonly list?: GraphList;
  /** Ids of what was made, which may not be seen at once. */
  readonly made?: readonly string[];
}

/** Answers one kind of request. @throws GraphError where it is refused */
export type GraphHandler = (request: GraphRequest) => GraphAnswer;

/** Done, and nothing to say. */
export const NOTHING: GraphAnswer = { status: 204 };

export function ok(body: object): GraphAnswer {
  return { status: 200, body: body as Json };
}

export function listed(objects: readonly object[], properties: readonly string[]): GraphAnswer {
  return { status: 200, list: { objects: objects as readonly Json[], properties } };
}

export function created(body: object, ...made: readonly string[]): GraphAnswer {
  return { status: 201, body: body as Json, made };
}
