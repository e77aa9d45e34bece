import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { bind, renderGateway, toDocument, type AccessModel, type Bindings } from '../../lib';
import { environment, environmentInput } from '../support/organisation';
import { standIn, TerraformFolder, type TerraformResult } from '../support/terraform';
import { synthesize } from './deployed';

const REPOSITORY = join(__dirname, '../..');

/** The token decK signs in with. */
export const SECRET = 'canary-7d1f0c5e';

/** An environment whose stack deploys the gateway itself. */
export const synced = environment({ gateway: { ...environmentInput().gateway, sync: { with: 'deck', command: 'kong-entra' } } });

/** A stack that deploys the gateway itself: this repository's CLI, and a decK that notes what it is given. */
export class Deployment {
  public readonly folder: TerraformFolder;
  public readonly notes = mkdtempSync(join(tmpdir(), 'kong-entra-deck-'));
  /** Further variables of the shell that deploys. */
  public variables: Readonly<Record<string, string>> = {};
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
      `echo "$@" >> "${this.notes}/arguments"; printf %s "$DECK_KONNECT_TOKEN" > "${this.notes}/token"; test ! -e "${this.notes}/down" || exit 7\ncase "$1 $2" in "version ") echo "decK 1.65.1 (abc) ";; "gateway sync") cp "$3" "${this.notes}/received.json";; "gateway diff") cat "${this.notes}/diff.json";; esac`,
    );
    this.folder.init();
  }

  public synthesize(model: AccessModel): void {
    const stack = synthesize(model, synced);
    this.folder.write(standIn(stack.terraform));
    writeFileSync(join(this.folder.path, 'gateway.json'), stack.gateway);
  }

  public terraform(command: string, ...args: readonly string[]): TerraformResult {
    return this.folder.run([command, '-no-color', ...args], this.shell());
  }

  /** Variables of the shell that deploys. */
  public shell(more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
    return {
      PATH: `${this.programs}${delimiter}${process.env['PATH'] ?? ''}`,
      DECK_KONG_ADDR: 'http://gateway.invalid:8001',
      DECK_KONNECT_TOKEN: SECRET,
      ...this.variables,
      ...more,
    };
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

/** A deployment for the time of a test. */
export function deployed<Result>(model: AccessModel, use: (deployment: Deployment) => Result): Result {
  const deployment = new Deployment(model);
  try {
    return use(deployment);
  } finally {
    deployment.remove();
  }
}
