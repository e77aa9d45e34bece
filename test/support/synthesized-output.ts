import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import type { AccessModel, EnvironmentModel } from '../../lib';
import { accessStacks } from '../../lib/gateway';
import type { SynthOutput } from '../../lib/review';

/** What the real constructs synthesize, as files by their names. @throws DefinitionError where they refuse */
export function synthesizedOutput(source: string, model: AccessModel, environment: EnvironmentModel): SynthOutput {
  const outdir = mkdtempSync(join(tmpdir(), 'synthesized-'));
  try {
    const app = new App({ outdir, skipValidation: true });
    accessStacks(app, { name: 'generated', model, environment, preview: false });
    app.synth();
    const folder = join(outdir, 'stacks');
    const filesOf = (stack: string): Readonly<Record<string, string>> =>
      Object.fromEntries(
        readdirSync(join(folder, stack))
          .filter((name) => name !== 'lint.json')
          .map((name) => [name, readFileSync(join(folder, stack, name), 'utf8')]),
      );
    return { source, stacks: readdirSync(folder).map((name) => ({ name, files: filesOf(name) })) };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
