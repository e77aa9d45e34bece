export { CertificateAuthority, type ServerCertificate } from './certificates';
export { Fetcher, type Fetched, type FetchOptions } from './fetcher';
export { connectTo, HostMap, LOOPBACK, UnmappedHost, type OwnUpstream } from './host-map';
export { headerOf, jsonAnswer, type ServedAnswer, type ServedRequest } from './http';
export { listen, serve, type Listening } from './serve';
