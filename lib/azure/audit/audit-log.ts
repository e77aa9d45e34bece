import { LogAnalyticsWorkspace } from '@cdktf/provider-azurerm/lib/log-analytics-workspace';
import { MonitorAadDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-aad-diagnostic-setting';
import { Construct } from 'constructs';
import { terraformLiteral, type AuditModel } from '../../model';

/** Inputs of {@link AuditLog}. */
export interface AuditLogProps {
  /** Where the logs go, as the environment holds it; the resource group exists. */
  readonly audit: AuditModel;

  /** Name of the diagnostic setting; a tenant has at most five, each with a name of its own. */
  readonly settingName: string;

  /** True when the workspace, and the evidence in it, must not be destroyed. */
  readonly protected: boolean;
}

/** Who signed in and what was changed: every kind of sign-in, and the changes to the directory. */
const CATEGORIES = [
  'AuditLogs',
  'SignInLogs',
  'NonInteractiveUserSignInLogs',
  'ServicePrincipalSignInLogs',
  'ManagedIdentitySignInLogs',
] as const;

/**
 * The "who, what, when" of the identity half: a Log Analytics workspace, and the setting that
 * sends the tenant's sign-in and audit logs there.
 *
 * @see https://learn.microsoft.com/entra/identity/monitoring-health/concept-diagnostic-settings-logs-options
 */
export class AuditLog extends Construct {
  /** Resource id of the workspace, known after apply. */
  public readonly workspaceId: string;

  constructor(scope: Construct, id: string, props: AuditLogProps) {
    super(scope, id);
    const { audit } = props;

    const workspace = new LogAnalyticsWorkspace(this, 'Workspace', {
      name: terraformLiteral(audit.workspace),
      resourceGroupName: terraformLiteral(audit.resourceGroup),
      location: terraformLiteral(audit.location),
      sku: 'PerGB2018',
      retentionInDays: audit.retentionDays,
      ...(props.protected && { lifecycle: { preventDestroy: true } }),
    });
    workspace.overrideLogicalId('audit');
    const setting = new MonitorAadDiagnosticSetting(this, 'Setting', {
      name: terraformLiteral(props.settingName),
      logAnalyticsWorkspaceId: workspace.id,
      enabledLog: CATEGORIES.map((category) => ({ category })),
    });
    setting.overrideLogicalId('audit');

    this.workspaceId = workspace.id;
  }
}
