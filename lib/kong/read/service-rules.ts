import { IDENTITY, PROTOCOLS } from './common-rules';
import { rules, type Rule, type Rules } from './fields';
import { fieldPath, type Problems } from './problems';
import { fieldsOfUrl } from './service-url';
import { isName, isServiceHost, isServicePath, isUuid } from './texts';
import { own, type Table } from './value';

const timeout: Rule = { type: 'integer', default: 60_000, between: [1, 2 ** 31 - 2] };

/** As kong/db/schema/entities/services.lua. */
export const SERVICE_RULES: Rules = rules({
  ...IDENTITY,
  name: { type: 'text', check: isName },
  retries: { type: 'integer', default: 5, between: [0, 32_767] },
  protocol: { type: 'text', required: true, default: 'http', oneOf: PROTOCOLS },
  host: { type: 'text', required: true, check: isServiceHost },
  port: { type: 'integer', required: true, default: 80, between: [0, 65_535] },
  path: { type: 'text', check: isServicePath },
  connect_timeout: timeout,
  write_timeout: timeout,
  read_timeout: timeout,
  client_certificate: { type: 'reference', to: 'certificates' },
  tls_verify: { type: 'boolean' },
  tls_verify_depth: { type: 'integer', between: [0, 64] },
  ca_certificates: { type: 'list', elements: { type: 'text', check: isUuid } },
  enabled: { type: 'boolean', required: true, default: true },
});

const OVER_TLS: readonly string[] = ['https', 'tls'];
const OF_TLS = ['client_certificate', 'tls_verify', 'tls_verify_depth', 'ca_certificates'];
const WITHOUT_PATH: readonly string[] = ['tcp', 'tls', 'udp', 'grpc', 'grpcs'];

/** A service with what its `url` stands for; undefined with a problem where the url is none, which Kong does not survive. */
export function withUrl(service: Table, path: string, problems: Problems): Table | undefined {
  const url = own(service, 'url');
  if (url === undefined) return service;
  if (url !== null && (typeof url !== 'string' || url === '')) {
    problems.add(fieldPath(path, 'url'), 'expected a text such as https://example.com/path');
    return undefined;
  }
  const { url: _, ...fields } = service;
  // What Lua prints for a null is read as a URL.
  return { ...fields, ...fieldsOfUrl(url ?? 'userdata: NULL') };
}

/** Fields that go with some protocols only. */
export function checkService(service: Table, path: string, problems: Problems): void {
  const protocol = own(service, 'protocol');
  if (typeof protocol !== 'string' || !PROTOCOLS.includes(protocol as 'http')) return;
  let wrong = false;
  const refuse = (field: string, why: string): void => {
    if ((own(service, field) ?? null) === null) return;
    problems.add(fieldPath(path, field), why);
    wrong = true;
  };
  if (WITHOUT_PATH.includes(protocol)) refuse('path', `cannot be set where protocol is ${protocol}; only http and https have a path`);
  if (!OVER_TLS.includes(protocol))
    for (const field of OF_TLS) refuse(field, `cannot be set where protocol is ${protocol}; it is for https and tls`);
  if (wrong) problems.add(path, `has fields that do not go with its protocol ${protocol}; change the protocol or remove them`);
}
