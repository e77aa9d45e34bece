import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { App } from 'cdktf';
import { AuditStack } from '../../lib/azure/audit';
import type { EnvironmentModel } from '../../lib';
import { problemsOf } from '../support/problems';
import { standIn, TerraformFolder } from '../support/terraform';
import { synthesize } from './deployed';
import { check, USUAL, type Field, type Texts } from './hostile-definition';
import { address, at, type Seen } from './hostile-readings';

/** A text that was taken in a place. */
export interface Taken {
  readonly field: Field;
  readonly text: string;
}

/** An environment tells applications by their host or by a header, not by both. */
const APART: readonly Field[] = ['application host', 'caller header', 'caller header value'];

/** Every taken text in exactly one of as few definitions as can be, so that Terraform is asked once. */
export function pack(taken: readonly Taken[]): readonly { readonly say: Texts; readonly entries: readonly Taken[] }[] {
  const stacks: { say: Texts; entries: Taken[] }[] = [];
  for (const entry of taken) {
    const apart = (field: Field): boolean => field === entry.field || (APART.includes(field) && APART.includes(entry.field));
    const place = stacks.find(
      ({ say, entries }) =>
        !entries.some(({ field }) => apart(field)) && problemsOf(() => check({ ...say, [entry.field]: entry.text })).length === 0,
    );
    if (place === undefined) stacks.push({ say: { ...USUAL, [entry.field]: entry.text }, entries: [entry] });
    else {
      place.say = { ...place.say, [entry.field]: entry.text };
      place.entries.push(entry);
    }
  }
  return stacks;
}

interface Resource {
  readonly address: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Every stack as Terraform reads it, each a module of one configuration that is planned once. */
export function evaluate(stacks: readonly Texts[]): readonly Omit<Seen, 'kong'>[] {
  const folder = new TerraformFolder({ module: Object.fromEntries(stacks.map((_, index) => [`s${index}`, { source: `./s${index}` }])) });
  try {
    stacks.forEach((say, index) => {
      const { model, environment } = check(say);
      mkdirSync(join(folder.path, `s${index}`));
      writeFileSync(
        join(folder.path, `s${index}`, 'cdk.tf.json'),
        JSON.stringify(asModule(synthesize(model, environment).terraform, audited(environment))),
      );
    });
    folder.init();
    const { planned_values: planned, configuration } = folder.plan().json as Record<'planned_values' | 'configuration', unknown>;
    const modules = new Map(
      (at(planned, 'root_module', 'child_modules') as readonly { readonly address: string; readonly resources: readonly Resource[] }[]).map(
        (module) => [module.address, module.resources],
      ),
    );
    return stacks.map((_, index) => {
      const prefix = `module.s${index}`;
      const resources = new Map(
        (modules.get(prefix) ?? []).map((resource) => [resource.address.slice(prefix.length + 1), resource.values]),
      );
      const configured = at(configuration, 'root_module', 'module_calls', `s${index}`, 'module', 'resources') as readonly {
        readonly address: string;
      }[];
      return {
        azuread: (type, kind, ...keys) => resources.get(address(type, kind, ...keys)),
        addresses: [...resources.keys()],
        backend: at(resources.get('terraform_data.backend'), 'input'),
        audit: at(resources.get('terraform_data.audit'), 'input'),
        command: at(
          configured.find((resource) => resource.address === 'terraform_data.gateway'),
          'provisioners',
          0,
          'expressions',
          'command',
          'constant_value',
        ),
        gateway: at(resources.get('terraform_data.gateway'), 'triggers_replace'),
      };
    });
  } finally {
    folder.remove();
  }
}

// A module has no backend, and no azurerm here: what their blocks say is put where Terraform evaluates it all the same.
function asModule(stack: Readonly<Record<string, unknown>>, audit: unknown): unknown {
  const { terraform, ...rest } = standIn(stack) as { readonly terraform: unknown; readonly resource: { readonly terraform_data: object } };
  return {
    ...rest,
    resource: {
      terraform_data: { ...rest.resource.terraform_data, backend: { input: at(terraform, 'backend', 'azurerm') }, audit: { input: audit } },
    },
  };
}

function audited(environment: EnvironmentModel): unknown {
  const stack = new AuditStack(new App({ stackTraces: false }), 'audit', { environment });
  stack.prepareStack();
  return at(stack.toTerraform(), 'resource', 'azurerm_log_analytics_workspace', 'audit');
}

/** What PyYAML, which reads YAML 1.1 as Kong and many tools do, makes of texts; `undefined` where it is not installed. */
export function readByPyYaml(texts: readonly string[]): readonly unknown[] | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'kong-entra-yaml-'));
  try {
    writeFileSync(join(folder, 'texts.json'), JSON.stringify(texts));
    const program =
      'import json, sys, yaml\nloader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)\njson.dump([yaml.load(text, loader) for text in json.load(open(sys.argv[1]))], sys.stdout)';
    const { status, stdout, stderr } = spawnSync('python3', ['-c', program, join(folder, 'texts.json')], {
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    });
    if (spawnSync('python3', ['-c', 'import yaml']).status !== 0) return undefined;
    if (status !== 0) throw new Error(`PyYAML could not read what was written: ${stderr.slice(-2_000)}`);
    return JSON.parse(stdout) as readonly unknown[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
