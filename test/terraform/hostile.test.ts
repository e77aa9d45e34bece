import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { DefinitionError, readAccess, toDocument, writeAccess, writeDocument } from '../../lib';
import { checkedTemplate } from '../../lib/gateway/checked-template';
import { gatewayTexts } from '../../lib/gateway/gateway-texts';
import { codesOf } from '../support/problems';
import { withTerraform } from './deployed';
import { check, definitionOf, environmentOf, FRAMES, USUAL, type Checked, type Field, type Texts } from './hostile-definition';
import { ALL_REFUSED, at, ONLY_IN_ACCESS, READINGS, type Reading } from './hostile-readings';
import { evaluate, pack, readByPyYaml, type Taken } from './hostile-stacks';
import { HOSTILE } from './hostile-texts';

const FIELDS = Object.keys(USUAL) as Field[];

/** What became of every text in every place, bare and in the shape the place asks for. */
const outcomes = FIELDS.flatMap((field) => {
  const frame = FRAMES[field];
  return [...new Set([...HOSTILE, ...(frame === undefined ? [] : HOSTILE.map(frame))])].map((text) => ({
    field,
    text,
    ...attempt({ ...USUAL, [field]: text }),
  }));
});

function attempt(say: Texts): { readonly error?: unknown; readonly checked?: Checked } {
  try {
    return { checked: check(say) };
  } catch (error) {
    return { error };
  }
}

const taken: readonly Taken[] = outcomes.flatMap(({ field, text, checked }) => (checked === undefined ? [] : [{ field, text }]));
const countOf = (field: Field): { readonly refused: number; readonly taken: number } => {
  const own = outcomes.filter((outcome) => outcome.field === field);
  return {
    refused: own.filter(({ error }) => error !== undefined).length,
    taken: own.filter(({ checked }) => checked !== undefined).length,
  };
};

/** A text as it can be shown. */
const shown = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}… (${text.length})` : text);

test('every text in every place is taken or refused, in so many cases that both are tried', () => {
  console.info(FIELDS.map((field) => `${field.padEnd(24)} ${JSON.stringify(countOf(field))}`).join('\n'));

  expect(outcomes.length).toBeGreaterThan(7_000);
  expect(taken.length).toBeGreaterThan(1_500);
  expect(outcomes.length - taken.length).toBeGreaterThan(3_000);
  expect(FIELDS.filter((field) => countOf(field).refused === 0)).toEqual([]);
  expect(FIELDS.filter((field) => countOf(field).taken === 0)).toEqual(ALL_REFUSED);
  // Whatever is taken is read somewhere below.
  expect(FIELDS.filter((field) => READINGS[field] === undefined).sort()).toEqual([...ALL_REFUSED, ...ONLY_IN_ACCESS].sort());
});

test('what is refused is refused as a problem of the definition, on lines of its own and in bounded length', () => {
  const wrong = outcomes.flatMap(({ field, text, error }) => {
    if (error === undefined) return [];
    if (!(error instanceof DefinitionError)) return [`${field} ${shown(text)}: ${String(error)}`];
    const sound =
      error.problems.length > 0 &&
      error.problems.every(({ where, what, fix, code }) => where !== '' && what !== '' && fix !== '' && /^[A-Z_]+$/.test(code));
    const lines = error.message.split('\n').length === 2 * error.problems.length;
    const forged = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/.test(error.message);
    return sound && lines && !forged ? [] : [`${field} ${shown(text)}: ${shown(error.message)}`];
  });

  expect(wrong).toEqual([]);
});

test('a name every object has is missed like any other where the environment does not map it', () => {
  const maps: readonly Field[] = [
    'owner name',
    'tenant name',
    'upstream name',
    'redirect set name',
    'managed identity name',
    'group name',
    'person name',
    'external API name',
    'external client name',
    'host name',
    'origins name',
    'networks name',
  ];
  const answers = maps.flatMap((field) =>
    ['__proto__', 'constructor', 'toString'].map((name) => {
      try {
        return [
          field,
          name,
          codesOf(() => checkedTemplate(definitionOf({ ...USUAL, [field]: name }), environmentOf(USUAL))).includes('ENVIRONMENT_MISSING'),
        ];
      } catch (error) {
        return [field, name, String(error)];
      }
    }),
  );

  expect(answers.filter(([, , answer]) => answer !== true)).toEqual([]);
});

test('what is taken stays to the letter in access.json and gateway.json', () => {
  const wrong = outcomes.flatMap(({ field, text, checked }) => {
    if (checked === undefined) return [];
    const { model, environment, template } = checked;
    const access = writeAccess(model, environment);
    const same =
      isDeepStrictEqual(readAccess(access), { formatVersion: 1, environment, model }) &&
      isDeepStrictEqual(JSON.parse(gatewayTexts(template).file), template);
    return same && access.includes(JSON.stringify(text).slice(1, -1)) ? [] : [`${field} ${shown(text)}`];
  });

  expect(wrong).toEqual([]);
});

test("nothing in the gateway's file is a template of decK, and no reference to a vault stands where none is asked for", () => {
  const asked = (field: Field, text: string): readonly string[] => [
    USUAL['log secret'],
    USUAL['redis secret'],
    ...(field === 'log secret' || field === 'redis secret' ? [text] : []),
  ];
  const wrong = outcomes.flatMap(({ field, text, checked }) => {
    if (checked === undefined) return [];
    const rest = asked(field, text).reduce(
      (template, secret) => template.replaceAll(JSON.stringify(secret), ''),
      JSON.stringify(checked.template),
    );
    return rest.includes('${{') || rest.includes('{vault:') ? [`${field} ${shown(text)}`] : [];
  });

  expect(wrong).toEqual([]);
});

/** Definitions with as many of the taken texts as go together. */
const stacks = pack(taken).map(({ say, entries }) => ({ say, entries, template: check(say).template }));

test("each of three readers of YAML, old and new, finds in the gateway's file what was written", () => {
  const documents = stacks.map(({ template }) => toDocument(template, 'deck'));
  const texts = documents.map((document) => writeDocument(document, 'yaml'));
  const readers: Readonly<Record<string, readonly unknown[] | undefined>> = {
    'YAML 1.1': texts.map((text) => parse(text, { version: '1.1' }) as unknown),
    'YAML 1.2': texts.map((text) => parse(text, { version: '1.2' }) as unknown),
    PyYAML: readByPyYaml(texts),
  };

  for (const read of Object.values(readers)) if (read !== undefined) expect(read).toEqual(documents);
});

/** Terraform brings every text into Unicode's form C. @see https://pkg.go.dev/github.com/zclconf/go-cty/cty#StringVal */
const inFormC = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null).normalize('NFC'));

withTerraform('what is taken stays to the letter in Terraform and on the gateway, wherever it is read', () => {
  const seen = evaluate(stacks.map(({ say }) => say));
  let readings = 0;
  const wrong = stacks.flatMap(({ say, entries, template }, index) => {
    const terraform = seen[index];
    if (terraform === undefined) return [`stack ${index} was not read`];
    const kong = parse(writeDocument(toDocument(template, 'deck'), 'yaml'), { version: '1.1' }) as unknown;
    const texts = gatewayTexts(template);
    const whole: readonly Reading[] = [
      [meaning(at(terraform.gateway, 'apis')), meaning(texts.apis)],
      [meaning(at(terraform.gateway, 'settings')), meaning(texts.settings)],
    ];
    const each = entries.flatMap(({ field, text }) =>
      (READINGS[field]?.({ ...terraform, kong }, say) ?? []).map((reading) => ({ field, text, reading })),
    );
    readings += each.length;
    return [
      ...whole
        .filter(([found, said]) => !isDeepStrictEqual(found, inFormC(said)))
        .map(() => `stack ${index}: the carrier of the gateway differs`),
      ...each
        .filter(({ reading: [found, said] }) => !isDeepStrictEqual(inFormC(found), inFormC(said)))
        .map(
          ({ field, text, reading: [found, said] }) =>
            `${field} ${shown(text)}: found ${shown(String(found))}, said ${shown(String(said))}`,
        ),
    ];
  });

  console.info(
    `${outcomes.length} cases, ${outcomes.length - taken.length} refused, ${taken.length} taken, read at ${readings} places of ${stacks.length} stacks`,
  );
  expect(wrong).toEqual([]);
  expect(readings).toBeGreaterThan(2_000);
});

/** What a JSON text, or each of several, says, however its characters are escaped. */
function meaning(json: unknown): unknown {
  if (typeof json === 'string') return JSON.parse(json);
  return typeof json !== 'object' || json === null
    ? json
    : Object.fromEntries(Object.entries(json).map(([name, text]) => [name, meaning(text)]));
}
