import fc from 'fast-check';
import { DefinitionError, renderGateway } from '../../lib';
import { checkEnvironment } from '../../lib/model';
import { Floors } from '../support/floors';
import { build, organisation, type Organisation } from '../support/generate';
import { mutateInvalid, SPOILS } from '../support/generate-invalid';
import { codesOf } from '../support/problems';

const SEED = Number(process.env['SEED'] ?? 20261123);

/** Of each mistake so many are made; later organisations are left to those that few of them can have. */
const ENOUGH = 60;

function deploy(generated: Organisation): void {
  const { model, environment } = build(generated);
  const problems = checkEnvironment(model, environment);
  if (problems.length > 0) throw new DefinitionError(problems);
  renderGateway(model, environment);
}

test(`every kind of mistake is refused by its code and no other, in organisations of every kind (seed ${SEED})`, () => {
  const floors = new Floors();

  fc.assert(
    fc.property(organisation, (generated) => {
      for (const code of Object.keys(SPOILS).filter((candidate) => floors.of(candidate) < ENOUGH)) {
        const invalid = mutateInvalid(generated, code);
        if (invalid === undefined) continue;
        const codes = codesOf(() => deploy(invalid.organisation));
        if (codes.length === 0 || codes.some((found) => found !== code)) throw new Error(`wanted ${code}, found ${codes.join()}`);
        floors.count(code);
      }
    }),
    { numRuns: 200, seed: SEED, endOnFailure: true },
  );

  floors.assertAtLeast(Object.keys(SPOILS), 50);
});
