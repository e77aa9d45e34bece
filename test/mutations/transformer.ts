import { createHash } from 'node:crypto';
import { join } from 'node:path';
import ts from 'typescript';
import { mutated, type Mutation } from './mutation';

const ROOT = join(__dirname, '../..');
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  esModuleInterop: true,
  inlineSourceMap: true,
};

interface Transformer {
  readonly process: (source: string, path: string) => { readonly code: string };
  readonly getCacheKey: (source: string, path: string) => string;
}

/** Strips types, as tests are run, and changes one file on its way; what is not changed comes from the cache. */
function createTransformer({ mutation }: { readonly mutation: Mutation | null }): Transformer {
  const changed = (source: string, path: string): string => {
    return mutation !== null && path === join(ROOT, mutation.file) ? mutated(source, mutation) : source;
  };
  return {
    process: (source, path) => ({
      code: ts.transpileModule(changed(source, path), { compilerOptions: OPTIONS, fileName: path }).outputText,
    }),
    getCacheKey: (source, path) =>
      createHash('sha256')
        .update(`${ts.version} ${path}\n${changed(source, path)}`)
        .digest('hex'),
  };
}

// Jest takes what the module is, not what it names.
export = { createTransformer };
