export { requestBundle, type RequestBundleInput } from './bundle';
export { isGuid } from './commands';
export { type IdentityIds } from './pipeline';
export { requestJson, requestMarkdown, requestText } from './report';
export type { AdministratorRequest, RequestBundle, RequestVariable } from './types';
