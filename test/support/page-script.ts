import ts from 'typescript';

/** What the compiler says of a script for browsers, as if it were a file of its own: names that are not there, and names nobody uses. */
export function scriptProblems(script: string): readonly string[] {
  const options: ts.CompilerOptions = {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    noImplicitReturns: true,
    strict: false,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  const name = 'page-script.js';
  host.fileExists = (file) => file === name || fileExists(file);
  host.getSourceFile = (file, language) =>
    file === name ? ts.createSourceFile(file, script, language, true, ts.ScriptKind.JS) : getSourceFile.call(host, file, language);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([name], options, host))
    .map(({ start, messageText }) => `line ${lineOf(script, start ?? 0)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}

function lineOf(script: string, start: number): number {
  return script.slice(0, start).split('\n').length;
}
