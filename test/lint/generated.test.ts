import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import fc from 'fast-check';
import { accessStacks } from '../../lib/gateway';
import { type LintReport } from '../../lib/lint';
import { build, organisation } from '../support/generate';

const SEED = Number(process.env['SEED'] ?? 20261125);

/** Rules that a definition breaks by what it says: the others are about what the renderer writes. */
const BREAKABLE = ['ENT010', 'ENT012', 'X004'];

test(`what is made of any definition breaks no rule but those that are about what it says (seed ${SEED})`, () => {
  const seen = new Set<string>();

  fc.assert(
    fc.property(organisation, (generated) => {
      const { model, environment } = build(generated);
      const outdir = mkdtempSync(join(tmpdir(), 'generated-'));
      try {
        const app = new App({ outdir, skipValidation: true });
        accessStacks(app, { name: 'generated', model, environment, preview: false });
        app.synth();
        const [folder = ''] = readdirSync(join(outdir, 'stacks'));
        const report = JSON.parse(readFileSync(join(outdir, 'stacks', folder, 'lint.json'), 'utf8')) as LintReport;
        for (const { rule } of report.findings) seen.add(rule);
        return (
          report.findings.every(({ rule }) => BREAKABLE.includes(rule)) &&
          report.notChecked.every(({ rules }) => rules.every((rule) => rule === 'X010' || rule === 'ENT009'))
        );
      } finally {
        rmSync(outdir, { recursive: true });
      }
    }),
    // What was generated is long, and the message of the error says what is wrong.
    {
      seed: SEED,
      numRuns: 120,
      endOnFailure: true,
      reporter: (run) => {
        if (run.failed)
          throw new Error(`${String(run.errorInstance ?? 'a rule finds something')}; found: ${[...seen].join(', ')}`.slice(0, 2000));
      },
    },
  );

  expect([...seen].sort()).toEqual(BREAKABLE);
});
