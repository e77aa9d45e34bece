import { Testing } from 'cdktf';
import { AuditStack } from '../../lib/azure/audit';
import type { EnvironmentModel } from '../../lib/model';
import { environment, guid, tenantId } from '../entra/organisation';
import { readStack, type Synthesized } from '../entra/synthesized';

const audit = { subscriptionId: guid(40), resourceGroup: 'logs-${x}', location: 'westeurope', workspace: 'entra-logs', retentionDays: 365 };

function synthesizeAudit(override: Partial<EnvironmentModel> = {}): Synthesized {
  return readStack(new AuditStack(Testing.app({ stackTraces: false }), 'audit-dev', { environment: environment({ audit, ...override }) }));
}

test('every kind of sign-in and every change to the directory goes to a workspace that keeps it as long as the environment says', () => {
  const terraform = synthesizeAudit();

  expect(terraform.only('azurerm_log_analytics_workspace')).toEqual({
    name: 'entra-logs',
    resource_group_name: 'logs-$${x}',
    location: 'westeurope',
    sku: 'PerGB2018',
    retention_in_days: 365,
  });
  expect(terraform.only('azurerm_monitor_aad_diagnostic_setting')).toEqual({
    name: 'kong-entra-dev',
    log_analytics_workspace_id: '${azurerm_log_analytics_workspace.audit.id}',
    enabled_log: [
      { category: 'AuditLogs' },
      { category: 'SignInLogs' },
      { category: 'NonInteractiveUserSignInLogs' },
      { category: 'ServicePrincipalSignInLogs' },
      { category: 'ManagedIdentitySignInLogs' },
    ],
  });
});

test('the setting can only reach the tenant and subscription of the environment, in its cloud', () => {
  expect(synthesizeAudit({ cloud: 'usgovernmentl4' }).json['provider']).toEqual({
    azurerm: [{ features: [{}], subscription_id: guid(40), tenant_id: tenantId, environment: 'usgovernment' }],
  });
});

test('in a protected environment the workspace cannot be destroyed', () => {
  expect(synthesizeAudit({ protected: true }).only('azurerm_log_analytics_workspace')['lifecycle']).toEqual({ prevent_destroy: true });
});

test('an environment that does not say where audit logs go has no audit stack', () => {
  const make = (): unknown => new AuditStack(Testing.app(), 'audit-dev', { environment: environment() });

  expect(make).toThrow(/environment dev: does not say where audit logs go[^]*\[ENVIRONMENT_WITHOUT_AUDIT\]/);
});
