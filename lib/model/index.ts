export type * from './types';
export type * from './environment';
export { DEFAULT_ROLE_ID, roleId, scopeId, terraformName, uuidOf } from './identifiers';
export { clientIdMarker, fillMarkers, markersIn, type Bindings } from './bindings';
export { terraformLiteral } from './text';
