export { Clock, graphTime } from './clock';
export { checkCertificates, parsed, type ShownSecret } from './credentials';
export { badRequest, GraphError, notFound } from './graph-error';
export { Tenant, Tenants } from './tenant';
export type * from './types';
