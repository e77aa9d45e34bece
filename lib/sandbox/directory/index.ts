export { NOT_MADE } from './claim-rules';
export { Clock, graphTime } from './clock';
export { parsed, type ShownSecret } from './credentials';
export { badRequest, GraphError, noApplication, notFound, notReferable } from './graph-error';
export { Tenant, Tenants } from './tenant';
export type * from './types';
