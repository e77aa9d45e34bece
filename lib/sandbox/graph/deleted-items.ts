import { notFound, type Tenant } from '../directory';
import { type Json } from '../../terraform';
import { shownApplication } from './credentials';
import { NOTHING, ok, type GraphHandler } from './handler';
import { assertChanges, assertReads, type GraphCaller } from './permissions';

/** `/directory/deletedItems`: what was deleted and may come back, by whoever may change it. */
export const deletedItems: Readonly<Record<string, GraphHandler>> = {
  'GET /directory/deletedItems/{id}': ({ tenant, caller, ids: [id = ''] }) => {
    assertReads(caller);
    return ok(shown(tenant, id));
  },
  'POST /directory/deletedItems/{id}/restore': ({ tenant, caller, ids: [id = ''] }) => {
    const kind = kindOf(tenant, caller, id);
    const answer = shown(tenant, id);
    tenant[kind].restore(id);
    return ok(answer);
  },
  'DELETE /directory/deletedItems/{id}': ({ tenant, caller, ids: [id = ''] }) => {
    tenant[kindOf(tenant, caller, id)].purge(id);
    return NOTHING;
  },
};

/** The kind of a deleted object that the caller may change. @throws GraphError where there is none, or where it may not */
function kindOf(tenant: Tenant, caller: GraphCaller, id: string): 'applications' | 'servicePrincipals' {
  const kind = (['applications', 'servicePrincipals'] as const).find((one) => tenant[one].findDeleted(id) !== undefined);
  if (kind === undefined) throw notFound(id);
  assertChanges(caller, tenant[kind].ownersOf(id));
  return kind;
}

/** @throws GraphError where nothing of that id was deleted */
function shown(tenant: Tenant, id: string): Json {
  const application = tenant.applications.findDeleted(id);
  if (application !== undefined) return { '@odata.type': '#microsoft.graph.application', ...shownApplication(tenant, application) };
  const principal = tenant.servicePrincipals.findDeleted(id);
  if (principal === undefined) throw notFound(id);
  return { '@odata.type': '#microsoft.graph.servicePrincipal', ...principal };
}
