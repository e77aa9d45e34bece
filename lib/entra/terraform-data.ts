import { TerraformResource, type TerraformMetaArguments } from 'cdktf';
import type { Construct } from 'constructs';

/** Inputs of {@link TerraformData}. */
export interface TerraformDataProps extends TerraformMetaArguments {
  /** A value kept in the state. @default - none */
  readonly input?: Readonly<Record<string, unknown>>;

  /** A value whose change replaces the resource. @default - none */
  readonly triggersReplace?: Readonly<Record<string, unknown>>;
}

/**
 * Terraform's built-in `terraform_data`. The framework's own class starts `terraform version` once for each of them whenever
 * a stack is synthesized: seconds at some hundred APIs, and a failure where Terraform is not installed.
 *
 * @see https://developer.hashicorp.com/terraform/language/resources/terraform-data
 */
export class TerraformData extends TerraformResource {
  public static readonly tfResourceType = 'terraform_data';

  private readonly attributes: Readonly<Record<string, unknown>>;

  constructor(scope: Construct, id: string, props: TerraformDataProps = {}) {
    const { input, triggersReplace, ...meta } = props;
    super(scope, id, { terraformResourceType: TerraformData.tfResourceType, ...meta });
    this.attributes = { ...(input && { input }), ...(triggersReplace && { triggers_replace: triggersReplace }) };
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...this.attributes };
  }
}
