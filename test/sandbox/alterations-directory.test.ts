import { noticedIn } from '../support/noticed';
import { world, worldEnvironment } from '../support/sandbox-world';
import { synthesizedOutput } from '../support/synthesized-output';
import { AS_LISTED, comparedWith, WITHOUT_EFFECT_IN_THE_DIRECTORY } from '../support/without-effect';

test('each argument of a resource that is altered or taken away is noticed, or stands on the list with its reason', async () => {
  const output = synthesizedOutput('synthesized', world, worldEnvironment);
  const found = await noticedIn({ output, file: 'cdk.tf.json', below: ['resource'] }, WITHOUT_EFFECT_IN_THE_DIRECTORY, () => true);

  expect(comparedWith(WITHOUT_EFFECT_IN_THE_DIRECTORY, found)).toEqual(AS_LISTED);
  expect(found.noticed.length).toBeGreaterThan(60);
}, 1_800_000);
