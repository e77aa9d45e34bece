import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const LIB = join(__dirname, '../lib');

/** What each folder may import: other folders of lib, and packages. */
const ALLOWED: Readonly<Record<string, { readonly folders: readonly string[]; readonly packages: RegExp }>> = {
  '': {
    folders: ['define', 'model', 'kong', 'router', 'access', 'policy-file', 'terraform', 'lint', 'permissions', 'review'],
    packages: /^$/,
  },
  model: { folders: [], packages: /^node:(?:crypto|net)$/ },
  define: { folders: ['model'], packages: /^node:util$/ },
  router: { folders: [], packages: /^node:crypto$/ },
  kong: { folders: ['model', 'router'], packages: /^yaml$/ },
  access: { folders: ['model', 'kong', 'router'], packages: /^node:(?:crypto|net)$/ },
  'ci-github': { folders: ['model'], packages: /^$/ },
  'policy-file': { folders: ['access'], packages: /^yaml$/ },
  page: { folders: [], packages: /^node:crypto$/ },
  review: { folders: ['model', 'kong', 'router', 'access', 'terraform', 'lint', 'page'], packages: /^node:crypto$/ },
  terraform: { folders: ['model'], packages: /^$/ },
  lint: { folders: ['model', 'kong', 'router', 'access', 'terraform'], packages: /^$/ },
  permissions: { folders: ['model', 'access', 'terraform', 'lint'], packages: /^$/ },
  approval: { folders: ['model'], packages: /^node:crypto$/ },
  artefact: { folders: [], packages: /^(?:node:(?:fs|path)|yauzl)$/ },
  jest: { folders: ['access'], packages: /^$/ },
  sandbox: {
    folders: ['model', 'access', 'kong', 'router', 'terraform', 'page'],
    packages: /^(?:node:(?:child_process|crypto|fs|http|https|net|os|path|tls|util)|jose|@peculiar\/x509|reflect-metadata)$/,
  },
  entra: { folders: ['model'], packages: /^(?:cdktf|constructs|@cdktf\/provider-azuread\/lib\/.+)$/ },
  azure: { folders: ['model'], packages: /^(?:cdktf|constructs|@cdktf\/provider-azurerm\/lib\/.+)$/ },
  bootstrap: {
    folders: ['model', 'terraform', 'permissions', 'entra', 'azure'],
    packages: /^(?:cdktf|constructs|@cdktf\/provider-azuread\/lib\/.+)$/,
  },
  gateway: {
    folders: ['model', 'kong', 'access', 'entra', 'azure', 'terraform', 'lint'],
    packages: /^(?:node:(?:fs|path)|cdktf|constructs|@cdktf\/provider-azuread\/lib\/provider)$/,
  },
  cli: {
    folders: [
      'model',
      'kong',
      'access',
      'router',
      'policy-file',
      'terraform',
      'lint',
      'permissions',
      'review',
      'approval',
      'artefact',
      'ci-github',
      'sandbox',
    ],
    packages: /^node:(?:buffer|events|fs|module|net|path|util|child_process)$/,
  },
};

const files = readdirSync(LIB, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .sort();

function importsOf(file: string): readonly string[] {
  return [
    ...readFileSync(join(LIB, file), 'utf8').matchAll(
      /^(?:import|export)\b[^;]*?from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)|\brequire\('([^']+)'\)/gm,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? match[4] ?? '');
}

function folderOf(file: string): string {
  return file.includes('/') ? (file.split('/')[0] ?? '') : '';
}

test.each(files)('%s imports only what its folder may', (file) => {
  const folder = folderOf(file);
  const rule = ALLOWED[folder];
  const wrong = importsOf(file).filter((name) => {
    if (!name.startsWith('.')) return rule?.packages.test(name) !== true;
    const target = relative(LIB, resolve(dirname(join(LIB, file)), name));
    // Errors may be imported from everywhere; what lies in the same folder is its own affair.
    if (target === 'errors' || (folder !== '' && folderOf(`${target}/`) === folder)) return false;
    // Across folders only the entry is imported, so that a folder can be read by itself.
    // What is loaded late is named as Node does.
    return !rule?.folders.includes(target.replace(/\/index\.js$/, ''));
  });

  expect(wrong).toEqual([]);
});

test('the test of imports sees them', () => {
  expect(importsOf('kong/document.ts')).toEqual(['yaml', '../model', './read', './template']);
});

test('the embedded Entra and gateway know nothing of the definition, nor of what is predicted of it', () => {
  const halves = files.filter((file) => /^sandbox\/(?:directory|apply|entra|gateway|network)\//.test(file));
  const told = halves.flatMap((file) =>
    [...readFileSync(join(LIB, file), 'utf8').matchAll(/import \{([^}]*)\} from '(?:\.\.\/)+(access|model|define)'/g)].flatMap(
      ([, names = '', from]) => names.split(',').map((name) => `${String(from)}: ${name.trim()}`),
    ),
  );

  expect(halves.length).toBeGreaterThan(40);
  expect(halves.filter((file) => importsOf(file).some((name) => /\/(?:console|agreement|callers|sandbox)(?:$|\/)/.test(name)))).toEqual([]);
  expect([...new Set(told)].sort()).toEqual(['model: DEFAULT_ROLE_ID', 'model: uuidOf']);
});
