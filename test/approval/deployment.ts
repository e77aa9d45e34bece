import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { renderGateway, writeAccess } from '../../lib';
import { run } from '../../lib/cli/main';
import { sales } from '../../examples/sales';
import { environment, guid, TENANT } from '../support/organisation';

/** What a command answered. */
export interface Answer {
  readonly code: number;
  readonly out: string;
  readonly talk: string;
}

/** decK's report of one entity, as `deck gateway diff --json-output` writes it: what goes stands under "new". */
export function entity(kind: string, name: string, old: unknown, after: unknown): unknown {
  return { name, kind, body: { old, new: after } };
}

export const UPDATED = entity(
  'route',
  'orders.list',
  { id: guid(50), methods: ['GET'], updated_at: 1 },
  { id: guid(50), methods: ['GET', 'HEAD'] },
);
export const DELETED = entity('route', 'orders.old', null, { id: guid(51), paths: ['/old'], created_at: 2 });
export const CREATED = entity('plugin', 'openid-connect for route orders.list', null, {
  id: guid(52),
  config: { client_secret: ['canary-9e1f'] },
});

/** A report of decK, whole unless told otherwise. */
export function report(changes: Readonly<Record<string, readonly unknown[]>> = {}, more: object = {}): string {
  return JSON.stringify({
    changes: { creating: [CREATED], updating: [UPDATED], deleting: [DELETED], ...changes },
    summary: { creating: 1, updating: 1, deleting: 1, total: 3 },
    warnings: [],
    errors: [],
    ...more,
  });
}

/** A deployment between plan and apply: a synthesized stack, a saved plan, a lock, a state, tools on the PATH. */
export class Deployment {
  public readonly folder = mkdtempSync(join(tmpdir(), 'kong-entra-approval-'));
  public readonly stack = join(this.folder, 'cdktf.out/stacks/sales-test');
  public variables: Record<string, string> = {
    PATH: `${join(this.folder, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    DECK_KONG_ADDR: 'https://gateway.invalid:8444',
    ARM_TENANT_ID: TENANT,
    KONG_ENTRA_CLIENT_IDS_0: JSON.stringify({ orders: guid(7) }),
  };

  constructor() {
    mkdirSync(this.stack, { recursive: true });
    mkdirSync(join(this.folder, 'bin'));
    this.write('cdktf.out/stacks/sales-test/cdk.tf.json', '{"resource":{}}');
    this.write('cdktf.out/stacks/sales-test/access.json', writeAccess(sales, environment()));
    this.write('cdktf.out/stacks/sales-test/gateway.json', JSON.stringify(renderGateway(sales, environment())));
    this.write('cdktf.out/stacks/sales-test/kong.preview.yaml', '{}');
    this.write('tfplan', 'a saved plan, canary-3c77');
    this.write('lock.hcl', 'provider "registry.terraform.io/hashicorp/azuread" {}');
    this.write('state.json', JSON.stringify({ version: 4, lineage: 'b3a0', serial: 7, outputs: { secret: { value: 'canary-51d0' } } }));
    this.write(
      'plan.json',
      JSON.stringify({ format_version: '1.2', planned_values: { outputs: {} }, output_changes: { client_ids: this.ids() } }),
    );
    this.write('diff.json', report());
    this.terraform('1.11.4');
    this.deck('1.65.1');
  }

  public ids(known: object = { orders: guid(7), invoicing: guid(8) }, unknown: object = {}): unknown {
    return { actions: ['update'], after: known, after_unknown: unknown };
  }

  public path(name: string): string {
    return join(this.folder, name);
  }

  public write(name: string, text: string): void {
    writeFileSync(this.path(name), text);
  }

  public read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  public terraform(version: string): void {
    this.program('terraform', `echo '{"terraform_version":"${version}"}'`);
  }

  /** A decK that answers a diff with `deck-diff.json`, and notes how it was called. */
  public deck(version: string): void {
    this.program(
      'deck',
      `echo "$@" >> "${this.path('calls')}"
case "$1 $2" in
"version ") echo "decK ${version} (abc) ";;
"gateway diff") if [ "$4" = - ]; then cat > "${this.path('diffed.json')}"; fi; cat "${this.path('deck-diff.json')}";;
esac`,
    );
    this.write('deck-diff.json', report());
    this.write('calls', '');
  }

  /** The calls of decK, but for that of its version. */
  public calls(): readonly string[] {
    return this.read('calls')
      .split('\n')
      .filter((line) => line !== '' && line !== 'version');
  }

  public cli(...args: readonly string[]): Answer {
    let [out, talk] = ['', ''];
    const io = { out: (text: string) => void (out += text), talk: (text: string) => void (talk += text), environment: this.variables };
    return { code: run(args, io), out, talk };
  }

  /** The inputs, with what a test wants otherwise; an empty value leaves a flag out, `yes` is a switch. */
  public inputs(changes: Readonly<Record<string, string>> = {}): readonly string[] {
    const flags = {
      synth: this.path('cdktf.out'),
      stack: 'sales-test',
      plan: this.path('tfplan'),
      lock: this.path('lock.hcl'),
      state: this.path('state.json'),
      'client-ids': this.path('plan.json'),
      'gateway-diff': this.path('diff.json'),
      ...changes,
    };
    return Object.entries(flags).flatMap(([flag, value]) => (value === '' ? [] : value === 'yes' ? [`--${flag}`] : [`--${flag}`, value]));
  }

  /** Approves, and returns the digest. */
  public approve(changes: Readonly<Record<string, string>> = {}): string {
    const answer = this.cli('approve', ...this.inputs(changes), '--out', this.path('approval.json'));
    if (answer.code !== 0) throw new Error(answer.talk);
    return answer.out.trim();
  }

  public check(digest: string, changes: Readonly<Record<string, string>> = {}): Answer {
    return this.cli('approve', 'check', ...this.inputs(changes), '--approval', this.path('approval.json'), '--digest', digest);
  }

  public sync(): Answer {
    return this.cli('kong', 'sync', '--template', join(this.stack, 'gateway.json'), '--out', this.path('gateway.deck.json'));
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private program(name: string, script: string): void {
    const path = join(this.folder, 'bin', name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
  }
}
