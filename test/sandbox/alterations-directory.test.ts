import { isNoticed, noticedIn } from '../support/noticed';
import { edited } from '../support/review-shop';
import { deploymentIn, within } from '../support/sandbox';
import { world, worldEnvironment } from '../support/sandbox-world';
import { synthesizedOutput } from '../support/synthesized-output';
import { AS_LISTED, comparedWith, WITHOUT_EFFECT_IN_THE_DIRECTORY } from '../support/without-effect';

test('each argument of a resource that is altered or taken away is noticed, or stands on the list with its reason', async () => {
  const output = synthesizedOutput('synthesized', world, worldEnvironment);
  const found = await noticedIn({ output, file: 'cdk.tf.json', below: ['resource'] }, WITHOUT_EFFECT_IN_THE_DIRECTORY, () => true);

  expect(comparedWith(WITHOUT_EFFECT_IN_THE_DIRECTORY, found)).toEqual(AS_LISTED);
  expect(found.noticed.length).toBeGreaterThan(60);
}, 1_800_000);

const GRANTS = /^azuread_(?:app_role_assignment|application_pre_authorized|service_principal_delegated_permission_grant)$/;

test('each grant and each assignment that is taken away is noticed, whichever it is', async () => {
  const output = synthesizedOutput('synthesized', world, worldEnvironment);
  const deployment = deploymentIn(output);
  const grants = deployment.stacks.flatMap(({ name: stack, content }) =>
    Object.entries(content['resource'] as Readonly<Record<string, object>>).flatMap(([type, named]) =>
      GRANTS.test(type) ? Object.keys(named).map((name) => ({ stack, path: ['resource', type, name] })) : [],
    ),
  );
  const silent: string[] = [];
  await within(deployment, async (running) => {
    for (const { stack, path } of grants) {
      const isFound = await isNoticed(running, edited(output, 'cdk.tf.json', path, undefined, stack), deployment.name);
      if (!isFound) silent.push(path.join('.'));
    }
  });

  expect(silent).toEqual([]);
  expect(grants.length).toBeGreaterThan(15);
}, 600_000);
