import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { bind, renderGateway, toDocument, type AccessModel, type Bindings } from '../../lib';
import { sales } from '../../examples/sales';
import { environment, environmentInput } from '../support/organisation';
import { standIn, TerraformFolder, type TerraformResult } from '../support/terraform';
import { synthesize, withTerraform } from './deployed';

const REPOSITORY = join(__dirname, '../..');
const SECRET = 'canary-7d1f0c5e';

const synced = environment({ gateway: { ...environmentInput().gateway, sync: { with: 'deck', command: 'kong-entra' } } });

/** The example with one route for one more method. */
const changed: AccessModel = {
  ...sales,
  routes: sales.routes.map((route) => (route.key === 'list' ? { ...route, methods: ['GET', 'HEAD'] } : route)),
};

/** A stack that deploys the gateway itself: this repository's CLI, and a decK that notes what it is given. */
class Deployment {
  public readonly folder: TerraformFolder;
  public readonly notes = mkdtempSync(join(tmpdir(), 'kong-entra-deck-'));
  private readonly programs = join(this.notes, 'bin');

  constructor(model: AccessModel) {
    this.folder = new TerraformFolder({});
    this.synthesize(model);
    mkdirSync(this.programs);
    this.program(
      'kong-entra',
      `exec "${process.execPath}" "${join(REPOSITORY, 'node_modules/tsx/dist/cli.mjs')}" "${join(REPOSITORY, 'lib/cli/main.ts')}" "$@"`,
    );
    this.program(
      'deck',
      `echo "$@" >> "${this.notes}/arguments"; printf %s "$DECK_KONNECT_TOKEN" > "${this.notes}/token"; test ! -e "${this.notes}/down" || exit 7\ncase "$1" in gateway) cp "$3" "${this.notes}/received.json";; esac`,
    );
    this.folder.init();
  }

  public synthesize(model: AccessModel): void {
    const stack = synthesize(model, synced);
    this.folder.write(standIn(stack.terraform));
    writeFileSync(join(this.folder.path, 'gateway.json'), stack.gateway);
  }

  public terraform(...args: readonly string[]): TerraformResult {
    const path = `${this.programs}${delimiter}${process.env['PATH'] ?? ''}`;
    return this.folder.run([...args, '-no-color', '-input=false'], {
      PATH: path,
      DECK_KONG_ADDR: 'http://gateway.invalid:8001',
      DECK_KONNECT_TOKEN: SECRET,
    });
  }

  public apply(): TerraformResult {
    return this.terraform('apply', '-auto-approve');
  }

  /** How often decK synchronized. */
  public syncs(): number {
    return this.note('arguments')
      .split('\n')
      .filter((line) => line.startsWith('gateway sync ')).length;
  }

  public note(name: string): string {
    const path = join(this.notes, name);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  /** The direct rendering with the ids Terraform made. */
  public expected(model: AccessModel): unknown {
    return bind(toDocument(renderGateway(model, synced), 'deck'), this.folder.outputs()['client_ids'] as Bindings).document;
  }

  public remove(): void {
    this.folder.remove();
    rmSync(this.notes, { recursive: true, force: true });
  }

  private program(name: string, script: string): void {
    writeFileSync(join(this.programs, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(this.programs, name), 0o755);
  }
}

function deployed<Result>(model: AccessModel, use: (deployment: Deployment) => Result): Result {
  const deployment = new Deployment(model);
  try {
    return use(deployment);
  } finally {
    deployment.remove();
  }
}

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
