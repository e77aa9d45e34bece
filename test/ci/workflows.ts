import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';

export const ROOT = join(__dirname, '../..');

type Json = Readonly<Record<string, unknown>>;

/** A file of an example, or the action, as text and as data. */
export interface CiFile {
  readonly name: string;
  readonly text: string;
  readonly data: Json;
}

/** A place in a file that holds a value. */
export interface Place {
  readonly path: string;
  readonly key: string;
  readonly value: unknown;
}

function load(name: string): CiFile {
  const text = readFileSync(join(ROOT, name), 'utf8');
  const document = parseDocument(text, { strict: true, uniqueKeys: true });
  if (document.errors.length > 0) throw new Error(`${name}: ${String(document.errors[0])}`);
  return { name, text, data: document.toJS() as Json };
}

export const action = load('action.yml');

/** Every file of every example. */
export const examples: readonly CiFile[] = ['azure-devops', 'github', 'gitlab'].flatMap((system) =>
  readdirSync(join(ROOT, 'examples/ci', system))
    .sort()
    .map((name) => load(`examples/ci/${system}/${name}`)),
);

export const github = examples.filter(({ name }) => name.includes('/github/'));

/** Every value in a file, with where it stands. */
export function places(value: unknown, path = ''): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => [{ path, key, value: entry as unknown }, ...places(entry, `${path}/${key}`)]);
}

/** Everything that a shell runs: by whatever name the system calls it. */
export function scripts({ data }: CiFile): readonly string[] {
  const names = ['run', 'bash', 'inlineScript', 'script', 'before_script'];
  return places(data).flatMap(({ key, value }) => {
    if (!names.includes(key)) return [];
    return typeof value === 'string'
      ? [value]
      : Array.isArray(value)
        ? value.filter((line): line is string => typeof line === 'string')
        : [];
  });
}

/** A job of a workflow of GitHub. */
export interface Job {
  readonly name: string;
  readonly permissions: Readonly<Record<string, string>> | undefined;
  readonly steps: readonly Json[];
  readonly data: Json;
}

export function jobs({ data }: CiFile): readonly Job[] {
  return Object.entries((data['jobs'] ?? {}) as Record<string, Json>).map(([name, job]) => ({
    name,
    permissions: job['permissions'] as Job['permissions'],
    steps: job['steps'] as readonly Json[],
    data: job,
  }));
}
