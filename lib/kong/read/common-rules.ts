import type { Rule } from './fields';
import { isTag, isUuid } from './texts';

/** Fields of every entity. */
export const IDENTITY = {
  id: { type: 'text', check: isUuid },
  created_at: { type: 'integer', between: [1, Infinity] },
  // Kong overwrites it and looks at nothing before.
  updated_at: { type: 'any' },
  tags: { type: 'list', distinct: true, elements: { type: 'text', check: isTag } },
} as const satisfies Readonly<Record<string, Rule>>;

/** Fields that any entity may carry besides, which Kong reads past. */
export const REMARKS: Readonly<Record<string, Rule>> = {
  _comment: { type: 'text' },
  _ignore: { type: 'list', elements: { type: 'any' } },
};

export const PROTOCOLS = ['grpc', 'grpcs', 'http', 'https', 'tcp', 'tls', 'tls_passthrough', 'udp'] as const;
