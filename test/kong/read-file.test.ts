import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readKongFile } from '../../lib';
import type { KongFileProblem } from '../../lib/kong';

type Fields = Readonly<Record<string, unknown>>;

interface Verdict {
  readonly ok: boolean;
  readonly crash?: boolean;
  readonly error?: string;
  readonly fields?: Fields;
  readonly entities?: Readonly<Record<string, Readonly<Record<string, Fields>>>>;
}

interface Case {
  readonly id: string;
  readonly topic: string;
  readonly yaml: string;
  readonly expect: { readonly traditional_compatible: Verdict; readonly traditional: Verdict };
}

const TOPICS = new Set(
  'service service-path route path path-migration host method header sni name tags duplicate reference nesting file'.split(' '),
);
const recorded = gunzipSync(readFileSync(join(__dirname, '../fixtures/kong/declarative-cases.jsonl.gz')))
  .toString('utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Case);
const cases = recorded.filter(({ topic }) => TOPICS.has(topic));

const each = cases.flatMap((one) =>
  (['traditional_compatible', 'traditional'] as const).map((flavor) => [one.id, flavor, one.topic, one] as const),
);

test('all recorded cases are here', () => {
  expect(recorded).toHaveLength(302);
  expect(cases.length).toBeGreaterThan(225);
});

test.each(each)('%s %s (%s): the same verdict, fields and entities as Kong', (_, flavor, __, one) => {
  const expected = one.expect[flavor];
  const read = readKongFile(one.yaml, { flavor });
  if ('problems' in read) {
    expect({ ok: false, yaml: one.yaml }).toEqual({ ok: expected.ok, yaml: one.yaml });
    for (const { message } of read.problems) expect(message.length).toBeGreaterThan(10);
    if (expected.crash !== true) expect(pathsOf(read.problems)).toEqual(kongPaths(expected));
    return;
  }
  expect({ ok: true, yaml: one.yaml }).toEqual({ ok: expected.ok, yaml: one.yaml });
  if (expected.entities === undefined) return;
  for (const kind of ['services', 'routes'] as const)
    expect(plain(read.entities[kind])).toEqual(plain(Object.values(expected.entities[kind] ?? {})));
  for (const kind of ['plugins', 'consumers'] as const)
    expect(plain(read.entities[kind]).map(({ id, name, tags, enabled, username }) => ({ id, name, tags, enabled, username }))).toEqual(
      plain(Object.values(expected.entities[kind] ?? {})).map(({ id, name, tags, enabled, username }) => ({
        id,
        name,
        tags,
        enabled,
        username,
      })),
    );
});

function pathsOf(problems: readonly KongFileProblem[]): readonly string[] {
  return [...new Set(problems.map(({ path }) => path))].sort();
}

/** Kong's tree of errors as paths; a reference that leads nowhere is said of the entity's name there. */
function kongPaths({ fields, error }: Verdict): readonly string[] {
  const reference = /invalid reference '(\w+): /.exec(error ?? '')?.[1];
  if (reference !== undefined) return [`${Object.keys(fields ?? {})[0] ?? ''}[0].${reference}`];
  const paths: string[] = [];
  const walk = (tree: unknown, path: string): void => {
    if (typeof tree === 'string') paths.push(path === 'error' ? '' : path);
    else
      for (const [key, inner] of Object.entries(tree as Fields)) {
        if (key === '@entity') paths.push(path);
        else walk(inner, /^\d+$/.test(key) ? `${path}[${Number(key) - 1}]` : path === '' ? key : `${path}.${key}`);
      }
  };
  walk(fields, '');
  return [...new Set(paths)].sort();
}

/** Without what is random or of the clock; what is referred to as its id; in an order of its own. */
function plain(entities: readonly object[]): readonly Fields[] {
  const reduced = (JSON.parse(JSON.stringify(entities)) as Fields[]).map((entity) =>
    Object.fromEntries(
      Object.entries(entity)
        .filter(([name, value]) => name !== 'created_at' && !(name === 'id' && /^<random/.test(String(value))))
        .map(([name, value]) => [name, ['service', 'client_certificate'].includes(name) ? idOf(value) : value]),
    ),
  );
  return reduced
    .map((entity) => [JSON.stringify(Object.entries(entity).sort()), entity] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, entity]) => entity);
}

function idOf(value: unknown): unknown {
  const id = (value as { id?: string } | null)?.id;
  return value === null ? null : id === undefined || id.startsWith('<random') ? 'random' : id;
}
