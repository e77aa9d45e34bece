import type { AccessModel } from '../../lib/model';
import { api, client, environment, model } from './organisation';
import { withStandIns, withTerraform, workspace, type Outcome } from './real-terraform';
import { synthesizeAccess } from './synthesized';

const both: Partial<AccessModel> = { apis: [api('orders')], clients: [client('invoicing')] };

/** Deploys one definition with the real terraform, then plans another. */
function planAfter(deployed: Partial<AccessModel>, planned: Partial<AccessModel>): Outcome {
  const space = workspace();
  try {
    space.configure(withStandIns(synthesizeAccess(model(deployed)).json));
    space.terraform('init');
    const first = space.terraform('apply', '-auto-approve');
    if (!first.ok) throw new Error(first.text);
    space.configure(withStandIns(synthesizeAccess(model(planned), environment()).json));
    return space.terraform('plan');
  } finally {
    space.dispose();
  }
}

test('the guard knows every registration by kind and key, retired ones too, and is there when there is none', () => {
  const guard = (of: Partial<AccessModel>): unknown => synthesizeAccess(model(of)).all('terraform_data')['retire_before_dropping'];

  expect(guard({})).toEqual({ for_each: {}, lifecycle: { prevent_destroy: true } });
  expect(
    guard({
      ...both,
      clients: [client('invoicing'), client('nightly', { kind: 'managed-identity', managedIdentity: 'nightly-job' })],
      retired: [
        { key: 'fax', kind: 'client', then: 'delete' },
        { key: 'billing', kind: 'api', then: 'keep' },
      ],
    }),
  ).toEqual({
    for_each: { 'api/orders': 'orders', 'client/invoicing': 'invoicing', 'client/fax': 'fax', 'api/billing': 'billing' },
    lifecycle: { prevent_destroy: true },
  });
});

withTerraform('a registration that leaves the definition without being retired makes the plan fail, naming it', () => {
  const { ok, text } = planAfter(both, { apis: both.apis ?? [] });

  expect(ok).toBe(false);
  expect(text).toContain('Resource terraform_data.retire_before_dropping["client/invoicing"] has');
  expect(text).toContain('lifecycle.prevent_destroy set');
});

withTerraform('a client that becomes an API makes the plan fail: it would be another registration', () => {
  const { ok, text } = planAfter(both, { apis: [api('orders'), api('invoicing')] });

  expect(ok).toBe(false);
  expect(text).toContain('retire_before_dropping["client/invoicing"]');
});

withTerraform('a registration retired to be kept leaves the state and is not destroyed', () => {
  const { ok, text } = planAfter(both, { apis: both.apis ?? [], retired: [{ key: 'invoicing', kind: 'client', then: 'keep' }] });

  expect({ ok, summary: /Plan:.*/.exec(text)?.[0] }).toEqual({ ok: true, summary: 'Plan: 0 to add, 0 to change, 0 to destroy.' });
  expect(text).toContain('terraform_data.azuread_application_invoicing_fee27cc4 will no longer be managed by Terraform');
  expect(text).toContain('terraform_data.azuread_service_principal_invoicing_fee27cc4 will no longer be managed by Terraform');
});

withTerraform('a registration retired to be deleted is destroyed, application and service principal', () => {
  const { ok, text } = planAfter(both, { apis: both.apis ?? [], retired: [{ key: 'invoicing', kind: 'client', then: 'delete' }] });

  expect({ ok, summary: /Plan:.*/.exec(text)?.[0] }).toEqual({ ok: true, summary: 'Plan: 0 to add, 0 to change, 2 to destroy.' });
});

withTerraform('a registration that comes is added beside those there are', () => {
  const { ok, text } = planAfter(both, { ...both, apis: [api('orders'), api('stock')] });

  expect({ ok, summary: /Plan:.*/.exec(text)?.[0] }).toEqual({ ok: true, summary: 'Plan: 3 to add, 0 to change, 0 to destroy.' });
});
