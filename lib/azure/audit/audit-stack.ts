import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { DefinitionError } from '../../errors';
import { terraformLiteral, type AuditModel, type EnvironmentModel } from '../../model';
import { azureCloud } from '../cloud';
import { stateBackend } from '../state-backend';
import { AuditLog } from './audit-log';

/** Inputs of {@link AuditStack}. */
export interface AuditStackProps {
  /** An environment that names where its audit logs go. */
  readonly environment: EnvironmentModel;
}

/** The audit logs of an environment's tenant, in a stack of their own: they outlive what they report on. */
export class AuditStack extends TerraformStack {
  /**
   * @throws DefinitionError `ENVIRONMENT_WITHOUT_AUDIT` when the environment does not say where the logs go.
   */
  constructor(scope: Construct, id: string, props: AuditStackProps) {
    super(scope, id);
    const { environment } = props;
    const audit = auditOf(environment);

    stateBackend(this, environment);
    new AzurermProvider(this, 'azurerm', {
      features: [{}],
      subscriptionId: terraformLiteral(audit.subscriptionId),
      // The setting belongs to the tenant one is signed in to; another one must not be touched.
      tenantId: terraformLiteral(environment.tenantId),
      environment: azureCloud(environment.cloud),
    });
    new AuditLog(this, 'AuditLog', { audit, settingName: `kong-entra-${environment.key}`, protected: environment.protected });
  }
}

function auditOf(environment: EnvironmentModel): AuditModel {
  if (environment.audit) return environment.audit;
  throw new DefinitionError([
    {
      where: `environment ${environment.key}`,
      what: 'does not say where audit logs go',
      fix: 'set "audit", or leave out the audit stack of this environment',
      code: 'ENVIRONMENT_WITHOUT_AUDIT',
    },
  ]);
}
