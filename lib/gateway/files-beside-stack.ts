import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ISynthesisSession, TerraformStack } from 'cdktf';

/** Files by name; one that is `undefined` is removed if an earlier synthesis wrote it. */
export type FilesBeside = Readonly<Record<string, string | undefined>>;

/** Writes files into the folder of a stack whenever it is synthesized, in addition to what it writes itself. */
export function writeFilesBeside(stack: TerraformStack, files: () => FilesBeside): void {
  const own = stack.synthesizer;
  stack.synthesizer = {
    synthesize(session: ISynthesisSession): void {
      own.synthesize(session);
      const folder = join(session.outdir, session.manifest.forStack(stack).workingDirectory);
      for (const [name, text] of Object.entries(files())) {
        if (text === undefined) rmSync(join(folder, name), { force: true });
        else writeFileSync(join(folder, name), text);
      }
    },
  };
}
