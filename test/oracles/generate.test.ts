import fc from 'fast-check';
import { DefinitionError } from '../../lib';
import { checkEnvironment } from '../../lib/model';
import { Floors } from '../support/floors';
import { build, buildAndRender, FACTS, organisation } from '../support/generate';
import { mutateInvalid, SPOILS } from '../support/generate-invalid';
import { codesOf } from '../support/problems';

const SEED = Number(process.env['SEED'] ?? 20261123);

test(`generated organisations are valid and meet everything often (seed ${SEED})`, () => {
  const floors = new Floors();

  fc.assert(
    fc.property(organisation, (generated) => {
      floors.countAll(generated.facts);
      buildAndRender(generated);
    }),
    { numRuns: 400, seed: SEED, endOnFailure: true },
  );

  floors.assertAtLeast(FACTS, 50);
});

test(`each mutation is refused with its code and no other (seed ${SEED})`, () => {
  fc.assert(
    fc.property(organisation, fc.constantFrom(...Object.keys(SPOILS)), (generated, code) => {
      const invalid = mutateInvalid(generated, code);
      if (invalid === undefined) return;
      const codes = codesOf(() => whole(invalid.organisation));
      if (codes.length === 0 || codes.some((found) => found !== code)) throw new Error(`wanted ${code}, found ${codes.join()}`);
    }),
    { numRuns: 500, seed: SEED, endOnFailure: true },
  );
});

test('floors fail when something hardly ever occurs', () => {
  const floors = new Floors();
  floors.countAll(['often', 'often', 'seldom']);
  floors.count('often');

  expect(() => floors.assertAtLeast(['often', 'seldom', 'never'], 2)).toThrow(/seldom: 1, never: 0/);
});

/** As synthesis does: the definition, the environment, and what lies between them. */
function whole(generated: Parameters<typeof build>[0]): void {
  const { model, environment } = build(generated);
  const problems = checkEnvironment(model, environment);
  if (problems.length > 0) throw new DefinitionError(problems);
  buildAndRender(generated);
}
