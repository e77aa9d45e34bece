export type * from './types';
export type * from './environment';
export { DEFAULT_ROLE_ID, gatewayNames, identifierUri, roleId, scopeId, terraformName, uuidOf } from './identifiers';
export { clientIdMarker, fillMarkers, markersIn, type Bindings } from './bindings';
export { terraformLiteral } from './text';
export { graphPermissions, type GraphRole, type GraphScope } from './data/graph-permissions';
export { RELEASES, tag } from './environment-shape';
export { pathTemplate, type PathTemplate, type Segment } from './path';
export { FORMAT_VERSION, inOrder, parseJson, readAccess, sorted, writeAccess, type AccessFile } from './serialize';
export {
  fieldsOf,
  guid,
  isPlainObject,
  list,
  lookUp,
  object,
  oneOf,
  optional,
  pattern,
  record,
  shapeProblem,
  show,
  unknownFields,
  variant,
  WRONG_SHAPE,
  type Check,
} from './shape';
export { plainUrl, type PlainUrl } from './url';
export { checkModel } from './validate';
export { checkEnvironment, checkEnvironmentShape } from './validate/environment';
export { unknownName } from './validate/grants';
export { mergeAccess, type MergeOptions } from './merge/merge-access';
export type { AccessPart } from './merge/part';
