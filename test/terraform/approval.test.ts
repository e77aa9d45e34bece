import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AccessModel } from '../../lib';
import { run } from '../../lib/cli/main';
import { sales } from '../../examples/sales';
import { TENANT } from '../support/organisation';
import { withTerraform } from './deployed';
import { deployed, type Deployment } from './synchronized';

/** decK's report of changes, as JSON. */
function diff(...deleting: readonly string[]): string {
  const entities = deleting.map((name) => ({ kind: 'route', name, body: { old: null, new: { id: name } } }));
  return JSON.stringify({ changes: { creating: [], updating: [], deleting: entities }, errors: [], warnings: [] });
}

/** The example with one route for one more method. */
const changed: AccessModel = {
  ...sales,
  routes: sales.routes.map((route) => (route.key === 'list' ? { ...route, methods: ['GET', 'HEAD'] } : route)),
};

/** Plans, and approves the plan as a pipeline does; what decK would change is what `notes/diff.json` says. */
function planned(deployment: Deployment, ...more: readonly string[]): void {
  const { folder, notes } = deployment;
  const note = (name: string, text: string): string => {
    writeFileSync(join(notes, name), text);
    return join(notes, name);
  };
  // What a synthesis wrote, without what the real terraform leaves beside it.
  const stack = join(notes, 'cdktf.out/stacks/sales-test');
  mkdirSync(stack, { recursive: true });
  for (const name of ['cdk.tf.json', 'gateway.json']) copyFileSync(join(folder.path, name), join(stack, name));
  deployment.terraform('plan', '-out=plan.bin');
  const inputs = {
    synth: join(notes, 'cdktf.out'),
    stack: 'sales-test',
    plan: join(folder.path, 'plan.bin'),
    lock: note('lock.hcl', ''),
    state: note('state.json', folder.run(['state', 'pull']).stdout),
    'client-ids': note('plan.json', folder.run(['show', '-json', 'plan.bin']).stdout),
    'gateway-diff': join(notes, 'diff.json'),
    out: join(notes, 'approval.json'),
  };
  let [digest, talk] = ['', ''];
  const code = run(['approve', ...Object.entries(inputs).flatMap(([flag, value]) => [`--${flag}`, value]), ...more], {
    out: (text) => void (digest += text),
    talk: (text) => void (talk += text),
    environment: deployment.shell({ ARM_TENANT_ID: TENANT }),
  });
  if (code !== 0) throw new Error(talk);
  deployment.variables = { KONG_ENTRA_APPROVAL: inputs.out, KONG_ENTRA_APPROVAL_DIGEST: digest.trim() };
}

function answers(deployment: Deployment, text: string): void {
  writeFileSync(join(deployment.notes, 'diff.json'), text);
}

withTerraform('a first apply, whose ids nobody knows yet, synchronizes what was approved', () => {
  deployed(sales, (deployment) => {
    answers(deployment, diff());
    planned(deployment, '--first-apply');
    const applied = deployment.terraform('apply', 'plan.bin');

    expect([applied.status, applied.stderr]).toEqual([0, '']);
    expect(deployment.note('arguments').replace(/^version\n/, '')).toBe(
      'file validate gateway.deck.json\ngateway diff --json-output gateway.deck.json\ngateway sync gateway.deck.json\n',
    );
    expect(JSON.parse(deployment.note('received.json'))).toEqual(deployment.expected(sales));
  });
});

withTerraform('what nobody approved stops the apply before the gateway is changed: on the gateway, in the template, in the digest', () => {
  deployed(sales, (deployment) => {
    answers(deployment, diff());
    expect(deployment.apply().status).toBe(0);

    deployment.synthesize(changed);
    answers(deployment, diff('old'));
    planned(deployment);
    answers(deployment, diff('old', 'of somebody else'));
    const drifted = deployment.terraform('apply', 'plan.bin');

    expect([drifted.status, deployment.syncs()]).toEqual([1, 1]);
    expect(`${drifted.stdout}${drifted.stderr}`).toContain('[APPROVAL_DIFFERS]');

    answers(deployment, diff('old'));
    planned(deployment);
    deployment.synthesize(sales);
    expect([deployment.terraform('apply', 'plan.bin').status, deployment.syncs()]).toEqual([1, 1]);

    deployment.synthesize(changed);
    planned(deployment);
    deployment.variables = { ...deployment.variables, KONG_ENTRA_APPROVAL_DIGEST: '0'.repeat(64) };
    expect([deployment.terraform('apply', 'plan.bin').status, deployment.syncs()]).toEqual([1, 1]);

    planned(deployment);
    expect([deployment.terraform('apply', 'plan.bin').status, deployment.syncs()]).toEqual([0, 2]);
    expect(JSON.parse(deployment.note('received.json'))).toEqual(deployment.expected(changed));
  });
});
