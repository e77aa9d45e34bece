export { checkCertificates, parsed } from './certificates';
export { Clock, graphTime, timeOf } from './clock';
export { checkSecret, type ShownSecret } from './credentials';
export { APPLICATION_PROPERTIES, SERVICE_PRINCIPAL_PROPERTIES } from './defaults';
export { badRequest, GraphError, invalid, noApplication, NOT_MADE, notFound, notMade, notReferable } from './graph-error';
export { Tenant, Tenants } from './tenant';
export type * from './types';
