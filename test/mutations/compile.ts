import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { mutated, type Mutation } from './mutation';

const ROOT = join(__dirname, '../..');

/** Compiles the library with one file changed at a time; what did not change is not looked at again. */
export class Compiler {
  private readonly service: ts.LanguageService;
  private changed: { readonly path: string; readonly text: string } | undefined;
  private version = 0;

  constructor() {
    const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.build.json'), (path) => readFileSync(path, 'utf8')) as { config: unknown };
    const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
    this.service = ts.createLanguageService({
      // A name that is no longer used is untidy, but runs.
      getCompilationSettings: () => ({ ...options, noUnusedLocals: false, noUnusedParameters: false }),
      getScriptFileNames: () => fileNames,
      getScriptVersion: (path) => (path === this.changed?.path ? String(this.version) : '0'),
      getScriptSnapshot: (path) => {
        const text = path === this.changed?.path ? this.changed.text : ts.sys.readFile(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => ROOT,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: (path) => ts.sys.fileExists(path),
      readFile: (path) => ts.sys.readFile(path),
    });
  }

  /** Why the library would not compile with a mutation; undefined where it does. */
  problem(mutation: Mutation): string | undefined {
    const path = join(ROOT, mutation.file);
    this.changed = { path, text: mutated(readFileSync(path, 'utf8'), mutation) };
    this.version++;
    const [first] = [...this.service.getSyntacticDiagnostics(path), ...this.service.getSemanticDiagnostics(path)];
    return first === undefined ? undefined : ts.flattenDiagnosticMessageText(first.messageText, ' ');
  }
}
