import { type Tenant } from '../directory';
import { type Json } from '../../terraform';
import { type GraphCaller } from './permissions';

/** A request to Graph, read. */
export interface GraphRequest {
  readonly tenant: Tenant;
  readonly caller: GraphCaller;
  /** Ids in the path, in their order. */
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Json;
}

/** What Graph answers. */
export interface GraphAnswer {
  readonly status: number;
  readonly body?: Json;
  /** Id of what was made, which may not be seen at once. */
  readonly made?: string;
}

/** Answers one kind of request. @throws GraphError where it is refused */
export type GraphHandler = (request: GraphRequest) => GraphAnswer;

/** Done, and nothing to say. */
export const NOTHING: GraphAnswer = { status: 204 };

export function ok(body: Json): GraphAnswer {
  return { status: 200, body };
}

export function created(body: Json, made: string): GraphAnswer {
  return { status: 201, body, made };
}
