import Ajv, { type ErrorObject } from 'ajv';

const text = { type: 'object', required: ['text'], additionalProperties: false, properties: { text: { type: 'string', minLength: 1 } } };

// A relative reference of RFC 3986: no scheme, no authority, no query and no fragment.
const uri = { type: 'string', pattern: "^(?![A-Za-z][A-Za-z0-9+.-]*:)(?!/)(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+$" };

const place = {
  type: 'object',
  required: ['physicalLocation', 'message'],
  additionalProperties: false,
  properties: {
    id: { type: 'integer', minimum: 0 },
    message: text,
    physicalLocation: {
      type: 'object',
      required: ['artifactLocation', 'region'],
      additionalProperties: false,
      properties: {
        artifactLocation: { type: 'object', required: ['uri'], additionalProperties: false, properties: { uri } },
        region: {
          type: 'object',
          required: ['startLine'],
          additionalProperties: false,
          properties: { startLine: { type: 'integer', minimum: 1 } },
        },
      },
    },
  },
};

const rule = {
  type: 'object',
  required: ['id', 'shortDescription', 'properties'],
  additionalProperties: false,
  properties: {
    id: { type: 'string', minLength: 1 },
    shortDescription: text,
    fullDescription: text,
    help: text,
    properties: {
      type: 'object',
      additionalProperties: false,
      properties: { tags: { type: 'array', items: { type: 'string' }, uniqueItems: true, maxItems: 10 } },
    },
  },
};

const result = {
  type: 'object',
  required: ['ruleId', 'ruleIndex', 'level', 'message', 'locations', 'partialFingerprints'],
  additionalProperties: false,
  properties: {
    ruleId: { type: 'string', minLength: 1 },
    ruleIndex: { type: 'integer', minimum: 0 },
    level: { enum: ['error', 'warning', 'note'] },
    message: text,
    locations: { type: 'array', items: place, minItems: 1, maxItems: 1 },
    relatedLocations: { type: 'array', items: place, minItems: 1, maxItems: 99, uniqueItems: true },
    partialFingerprints: {
      type: 'object',
      required: ['primaryLocationLineHash'],
      additionalProperties: false,
      properties: { primaryLocationLineHash: { type: 'string', pattern: '^[0-9a-f]{32}:[1-9][0-9]*$' } },
    },
    suppressions: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['kind', 'status', 'justification'],
        additionalProperties: false,
        properties: { kind: { const: 'external' }, status: { const: 'accepted' }, justification: { type: 'string' } },
      },
    },
  },
};

/**
 * The part of SARIF 2.1.0 that a review may use, closed: nothing else is in it. Written from sections 3.13 to 3.35 of the standard,
 * and from what GitHub asks of a file.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
const SCHEMA = {
  type: 'object',
  required: ['$schema', 'version', 'runs'],
  additionalProperties: false,
  properties: {
    $schema: { type: 'string', pattern: '^https://' },
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      minItems: 1,
      maxItems: 1,
      items: {
        type: 'object',
        required: ['tool', 'results', 'automationDetails'],
        additionalProperties: false,
        properties: {
          tool: {
            type: 'object',
            required: ['driver'],
            additionalProperties: false,
            properties: {
              driver: {
                type: 'object',
                required: ['name', 'version', 'rules'],
                additionalProperties: false,
                properties: {
                  name: { type: 'string', minLength: 1 },
                  version: { type: 'string' },
                  rules: { type: 'array', items: rule, uniqueItems: true },
                },
              },
            },
          },
          automationDetails: {
            type: 'object',
            required: ['id'],
            additionalProperties: false,
            properties: { id: { type: 'string', pattern: '^kong-entra/review/.*/$' } },
          },
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          results: { type: 'array', items: result },
        },
      },
    },
  },
};

const validate = new Ajv({ allErrors: true, strict: false }).compile(SCHEMA);

/** What of a parsed file is not the part of SARIF that a review may use; empty where all of it is. */
export function sarifProblems(file: unknown): readonly ErrorObject[] {
  return validate(file) ? [] : (validate.errors ?? []);
}
