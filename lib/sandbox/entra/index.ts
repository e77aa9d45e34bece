export { Authority, type AuthorityOptions } from './authority';
export { CLOUD_HOSTS, type CloudHosts } from './cloud';
export { SigningKeys } from './signing-keys';
export { type TokenSettings } from './token-endpoint';
