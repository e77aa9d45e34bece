import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AccessModel } from '../../lib';
import { sales } from '../../examples/sales';
import { withTerraform } from './deployed';
import { deployed, SECRET } from './synchronized';

/** The example with one route for one more method. */
const changed: AccessModel = {
  ...sales,
  routes: sales.routes.map((route) => (route.key === 'list' ? { ...route, methods: ['GET', 'HEAD'] } : route)),
};

withTerraform(
  'one apply makes the identities and hands decK the whole gateway with their ids; the next apply has nothing to do, a changed route is handed over again',
  () => {
    deployed(sales, (deployment) => {
      const first = deployment.apply();

      expect([first.status, first.stderr]).toEqual([0, '']);
      expect(deployment.note('arguments')).toBe('file validate gateway.deck.json\ngateway sync gateway.deck.json\n');
      expect(JSON.parse(deployment.note('received.json'))).toEqual(deployment.expected(sales));
      expect(deployment.note('received.json')).not.toContain('@@');

      expect(deployment.apply().stdout).toContain('Resources: 0 added, 0 changed, 0 destroyed.');
      expect(deployment.syncs()).toBe(1);

      deployment.synthesize(changed);
      expect(deployment.apply().stdout).toContain('Resources: 1 added, 0 changed, 1 destroyed.');
      expect(deployment.syncs()).toBe(2);
      expect(JSON.parse(deployment.note('received.json'))).toEqual(deployment.expected(changed));
      expect(deployment.expected(changed)).not.toEqual(deployment.expected(sales));
    });
  },
);

withTerraform(
  'a decK that fails fails the deploy with its own words and leaves the gateway as it is; the next deploy tries again with nothing else to do',
  () => {
    deployed(sales, (deployment) => {
      writeFileSync(join(deployment.notes, 'down'), '');
      const failed = deployment.apply();

      expect(failed.status).toBe(1);
      expect(`${failed.stdout}${failed.stderr}`).toContain('[DECK_FAILED]');
      // The file was refused when it was checked, so nothing was synchronized in part.
      expect([deployment.syncs(), deployment.note('received.json')]).toEqual([0, '']);

      rmSync(join(deployment.notes, 'down'));
      const again = deployment.apply();

      expect(again.stdout).toContain('terraform_data.gateway is tainted, so must be replaced');
      expect(again.stdout).toContain('Apply complete! Resources: 1 added, 0 changed, 1 destroyed.');
      expect(JSON.parse(deployment.note('received.json'))).toEqual(deployment.expected(sales));
    });
  },
);

withTerraform('a template that is not whole fails the deploy before decK is called', () => {
  deployed(sales, (deployment) => {
    writeFileSync(join(deployment.folder.path, 'gateway.json'), '{"formatVersion":1');
    const failed = deployment.apply();

    expect(failed.status).toBe(1);
    expect(`${failed.stdout}${failed.stderr}`).toContain('[FILE_INVALID]');
    expect(deployment.note('arguments')).toBe('');
  });
});

withTerraform('the token decK signs in with reaches decK and nothing that is kept or shown: no plan, state, file, log or argument', () => {
  deployed(sales, (deployment) => {
    const planned = deployment.terraform('plan', '-out=plan.bin');
    const plan = deployment.terraform('show', '-json', 'plan.bin').stdout;
    expect(JSON.parse(plan)).toMatchObject({ errored: false });
    const applied = deployment.apply();
    const state = JSON.stringify(deployment.folder.state());

    expect(deployment.note('token')).toBe(SECRET);
    expect(readdirSync(deployment.folder.path)).toEqual(expect.arrayContaining(['gateway.deck.json', 'plan.bin', 'terraform.tfstate']));
    const files = readdirSync(deployment.folder.path, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(deployment.folder.path, entry.name), 'utf8'));
    for (const text of [
      planned.stdout,
      plan,
      applied.stdout,
      applied.stderr,
      state,
      deployment.note('arguments'),
      deployment.note('received.json'),
      ...files,
    ])
      expect(text).not.toContain(SECRET);
  });
});
