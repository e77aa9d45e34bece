import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { BootstrapStack, type BootstrapStackProps, type Workloads } from '../../lib/bootstrap';
import { run } from '../../lib/cli/main';
import { accessStacks } from '../../lib/gateway';
import { graphPermissions, type EnvironmentModel } from '../../lib/model';
import { isRead } from '../../lib/permissions/least';
import { environment, guid, organisation } from '../entra/organisation';
import { withAzuread, withStandIns, withTerraform, workspace } from '../entra/real-terraform';
import { readStack, type Synthesized } from '../entra/synthesized';
import { codesOf } from '../support/problems';
import { azureadProblems } from '../support/terraform-schema';

const ROOT = join(__dirname, '../..');
const repository = { ci: 'github', owner: 'contoso', repository: 'shop' } as const;
const workloads: Workloads = {
  plan: { ...repository, environment: 'shop-plan' },
  apply: { ...repository, environment: 'shop' },
  consent: { ...repository, environment: 'shop-consents' },
};
const separate = environment({ consent: 'separate-stack', protected: true });

function bootstrap(of: EnvironmentModel = separate, more: Partial<BootstrapStackProps> = {}): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), 'bootstrap-'));
  try {
    const { access, consents } = accessStacks(new App({ outdir }), { name: 'shop', model: organisation, environment: of });
    const stack = new BootstrapStack(new App({ outdir }), 'shop-bootstrap', {
      name: 'shop',
      environment: of,
      deploys: consents === undefined ? [access] : [access, consents],
      workloads,
      state: { kind: 'local' },
      ...more,
    });
    return readStack(stack);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

const ROLES: ReadonlyMap<string, string> = new Map(Object.entries(graphPermissions.appRoles).map(([value, id]) => [id, value]));

function granted(terraform: Synthesized): Readonly<Record<string, readonly string[]>> {
  const byHolder = new Map<string, string[]>();
  for (const { principal_object_id: holder, app_role_id: id } of Object.values(terraform.all('azuread_app_role_assignment'))) {
    const [, identity = ''] = /\.(\w+)\.object_id\}$/.exec(String(holder)) ?? [];
    byHolder.set(identity, [...(byHolder.get(identity) ?? []), ROLES.get(String(id)) ?? '']);
  }
  return Object.fromEntries(byHolder);
}

test('plan, apply and consent are three registrations, each with one exact subject and no secret', () => {
  const terraform = bootstrap();

  expect(
    Object.values(terraform.all('azuread_application_federated_identity_credential')).map(({ subject, audiences }) => [subject, audiences]),
  ).toEqual([
    ['repo:contoso/shop:environment:shop-plan', ['api://AzureADTokenExchange']],
    ['repo:contoso/shop:environment:shop', ['api://AzureADTokenExchange']],
    ['repo:contoso/shop:environment:shop-consents', ['api://AzureADTokenExchange']],
  ]);
  expect(Object.values(terraform.all('azuread_application')).map((one) => one['display_name'])).toEqual([
    'shop-plan',
    'shop-apply',
    'shop-consent',
  ]);
  expect(terraform.addresses().join()).not.toMatch(/password|certificate/);
});

test('each is granted what the stacks need, and asks for no more', () => {
  const terraform = bootstrap();

  expect(granted(terraform)).toEqual({
    plan: ['Directory.Read.All'],
    apply: ['Application.ReadWrite.OwnedBy'],
    consent: ['AppRoleAssignment.ReadWrite.All', 'Application.Read.All', 'DelegatedPermissionGrant.ReadWrite.All'],
  });
  for (const [identity, one] of Object.entries(terraform.all('azuread_application'))) {
    const [{ resource_access: asked }] = one['required_resource_access'] as [
      { readonly resource_access: readonly { readonly id: string }[] },
    ];
    expect(asked.map(({ id }) => ROLES.get(id)).sort()).toEqual([...(granted(terraform)[identity] ?? [])].sort());
  }
  expect(granted(terraform)['plan']?.filter((one) => !isRead(one as keyof typeof graphPermissions.appRoles))).toEqual([]);
});

test('where one stack registers and consents there is no identity that only consents', () => {
  expect(codesOf(() => bootstrap(environment()))).toEqual(['WORKLOAD_NEEDLESS']);
  const { plan, apply } = workloads;
  expect(Object.keys(granted(bootstrap(environment(), { workloads: { ...(plan && { plan }), ...(apply && { apply }) } })))).toEqual([
    'plan',
    'apply',
  ]);
});

test('a protected environment keeps its identities, and nobody owns them unless somebody is named', () => {
  const types = ['azuread_application', 'azuread_service_principal'];
  const of = (terraform: Synthesized): readonly unknown[] =>
    types.flatMap((type) => Object.values(terraform.all(type))).map(({ lifecycle, owners }) => [lifecycle, owners]);

  expect(new Set(of(bootstrap()).map((one) => JSON.stringify(one)))).toEqual(new Set(['[{"prevent_destroy":true},null]']));
  const { protected: _, ...open } = separate;
  expect(new Set(of(bootstrap({ ...open, protected: false }, { owners: [guid(70)] })).map((one) => JSON.stringify(one)))).toEqual(
    new Set([JSON.stringify([null, [guid(70)]])]),
  );
});

test('its state is kept where no pipeline may write', () => {
  const state = { kind: 'azure', resourceGroup: 'terraform', storageAccount: 'shopstate', container: 'states' } as const;

  expect(codesOf(() => bootstrap({ ...separate, state }, { state }))).toEqual(['BOOTSTRAP_STATE_SHARED']);
  expect(bootstrap({ ...separate, state }, { state: { ...state, container: 'bootstrap' } }).json['terraform']).toMatchObject({
    backend: { azurerm: { container_name: 'bootstrap' } },
  });
});

test('it deploys to the tenant and cloud of the environment, with the audience of that cloud', () => {
  const terraform = bootstrap({ ...separate, cloud: 'china' });

  expect(terraform.json['provider']).toEqual({ azuread: [{ environment: 'china', tenant_id: separate.tenantId }] });
  expect(Object.values(terraform.all('azuread_application_federated_identity_credential')).flatMap(({ audiences }) => audiences)).toEqual([
    'api://AzureADTokenExchangeChina',
    'api://AzureADTokenExchangeChina',
    'api://AzureADTokenExchangeChina',
  ]);
});

test('addresses are a contract', () => {
  expect(bootstrap().addresses()).toEqual([
    'azuread_app_role_assignment.apply_application_readwrite_ownedby',
    'azuread_app_role_assignment.consent_application_read_all',
    'azuread_app_role_assignment.consent_approleassignment_readwrite_all',
    'azuread_app_role_assignment.consent_delegatedpermissiongrant_readwrite_all',
    'azuread_app_role_assignment.plan_directory_read_all',
    'azuread_application.apply',
    'azuread_application.consent',
    'azuread_application.plan',
    'azuread_application_federated_identity_credential.apply',
    'azuread_application_federated_identity_credential.consent',
    'azuread_application_federated_identity_credential.plan',
    'azuread_service_principal.apply',
    'azuread_service_principal.consent',
    'azuread_service_principal.plan',
    'data.azuread_service_principal.microsoft_graph',
  ]);
});

test('the schema of the provider accepts it', () => {
  expect(azureadProblems(bootstrap().json)).toEqual([]);
});

withAzuread()('the provider itself accepts it', () => {
  const space = workspace();
  space.configure(bootstrap().json);
  const outcomes = [space.terraform('init'), space.terraform('validate')];
  space.dispose();

  expect(outcomes[1]?.text).toContain('Success! The configuration is valid.');
});

withTerraform('Terraform plans it: every reference leads somewhere', () => {
  const space = workspace();
  space.configure(withStandIns(bootstrap().json));
  space.terraform('init');
  const { ok, text } = space.terraform('plan');
  space.dispose();

  expect(text).toContain('identities');
  expect(ok).toBe(true);
});

test('the sample synthesizes both environments alike each time, and the rules find no error that is not accepted', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bootstrap-'));
  const synthesize = (): readonly string[] => {
    execFileSync(process.execPath, [require.resolve('tsx/cli'), join(ROOT, 'stacks/bootstrap.ts')], { cwd: folder, stdio: 'pipe' });
    return ['dev', 'prod'].map((name) =>
      readFileSync(join(folder, `cdktf.bootstrap/stacks/trading-${name}-bootstrap/cdk.tf.json`), 'utf8'),
    );
  };
  const [first, second] = [synthesize(), synthesize()];
  let said = '';
  const code = run(
    [
      'lint',
      '--synth',
      join(folder, 'cdktf.bootstrap'),
      '--settings',
      join(ROOT, 'stacks/bootstrap.kong-entra.json'),
      '--today',
      '2026-10-01',
      '--format',
      'json',
    ],
    { out: (text) => void (said += text), talk: () => undefined, environment: {} },
  );
  rmSync(folder, { recursive: true, force: true });
  const { findings } = JSON.parse(said) as {
    readonly findings: readonly { readonly rule: string; readonly severity: string; readonly waiver?: object }[];
  };

  expect(first).toEqual(second);
  expect(code).toBe(0);
  expect(findings.filter(({ rule }) => rule.startsWith('CRD') || rule.startsWith('LNT'))).toEqual([]);
  expect(findings.filter(({ severity, waiver }) => severity === 'error' && waiver !== undefined).map(({ rule }) => rule)).toEqual([
    'CON001',
    'CON001',
  ]);
});
