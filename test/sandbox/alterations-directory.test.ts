import { unnoticed } from '../support/noticed';
import { world, worldEnvironment } from '../support/sandbox-world';
import { synthesizedOutput } from '../support/synthesized-output';
import { reasonsFor, WITHOUT_EFFECT_IN_THE_DIRECTORY as LIST } from '../support/without-effect';

test('each argument of a resource that is altered or taken away is noticed, or stands on the list with its reason', async () => {
  const output = synthesizedOutput('synthesized', world, worldEnvironment);
  const file = { output, file: 'cdk.tf.json', below: ['resource'] };
  const { all, fields } = await unnoticed(
    file,
    () => true,
    (field) => reasonsFor(field, LIST).length > 0,
  );

  expect(all).toBeGreaterThan(110);
  expect(fields.filter((field) => reasonsFor(field, LIST).length !== 1)).toEqual([]);
  // Nothing stands there that is noticed.
  expect(LIST.filter(([form]) => !fields.some((field) => form.test(field)))).toEqual([]);
}, 900_000);
