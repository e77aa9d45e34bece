import { TerraformOutput, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { EntraAccess } from '../entra';
import { toDocument, writeDocument, type GatewayTemplate, type KongEntities } from '../kong';
import { writeAccess, type AccessModel, type Bindings, type EnvironmentModel } from '../model';
import { checkedTemplate } from './checked-template';
import { writeFilesBeside } from './files-beside-stack';
import { gatewayTexts } from './gateway-texts';
import { GatewayTrigger } from './gateway-trigger';
import { lintAtSynthesis, type LintAtSynthesis } from './lint-at-synth';

/** Name of the output that holds the client ids by key. Part of the contract: other tools read it. */
export const CLIENT_IDS_OUTPUT = 'client_ids';

/** Inputs of {@link GatewayAccess}. */
export interface GatewayAccessProps {
  /** The definition. */
  readonly model: AccessModel;

  /** Where it is deployed. */
  readonly environment: EnvironmentModel;

  /**
   * The stack that gets the consents in consent mode `separate-stack`, and only then.
   * @default - that mode is refused
   */
  readonly consents?: Construct;

  /**
   * Whether synthesis writes `kong.preview.yaml`, the document for people to look at.
   * @default true
   */
  readonly preview?: boolean;

  /**
   * Dumps of the gateway, as `readKongFile` reads them: every route of the definition must win its requests beside the routes in
   * them. What carries all of the environment's `selectTags` is of this deployment, and left out.
   * @default - the gateway has nothing else
   */
  readonly foreign?: readonly KongEntities[];

  /**
   * Standards of the organisation, accepted findings, and rules besides the built-in ones.
   * @default - the built-in rules, as they are
   */
  readonly lint?: LintAtSynthesis;
}

/**
 * A definition in an environment, both halves: registrations and consents in Entra, and the
 * gateway's configuration that waits for their client ids. A stack has at most one.
 *
 * Synthesis writes `access.json`, `gateway.json`, `kong.preview.yaml` and `lint.json` beside the stack's `cdk.tf.json`. An error
 * that a rule finds stops it.
 */
export class GatewayAccess extends Construct {
  /** Client ids by the key of each registered API and client; known after apply. */
  public readonly clientIds: Bindings;

  /**
   * @throws DefinitionError with everything that is wrong with definition and environment, before any construct is made.
   */
  constructor(scope: Construct, id: string, props: GatewayAccessProps) {
    super(scope, id);
    const { model, environment, preview = true, foreign = [], lint = {} } = props;
    const template = checkedTemplate(model, environment, foreign);
    const texts = gatewayTexts(template);

    const entra = new EntraAccess(this, 'Entra', { model, environment, ...(props.consents && { consents: props.consents }) });
    const output = new TerraformOutput(this, 'ClientIds', { value: entra.clientIds });
    output.overrideLogicalId(CLIENT_IDS_OUTPUT);
    new GatewayTrigger(this, 'Gateway', {
      texts,
      clientIds: entra.clientIds,
      ...(environment.gateway.sync && { sync: environment.gateway.sync }),
    });
    writeFilesBeside(TerraformStack.of(this), () => ({
      'access.json': writeAccess(model, environment),
      'gateway.json': texts.file,
      'kong.preview.yaml': preview ? previewText(template) : undefined,
    }));

    const stacks = [TerraformStack.of(this), ...(props.consents ? [TerraformStack.of(props.consents)] : [])] as const;
    lintAtSynthesis(stacks, { model, environment, template, options: lint });

    this.clientIds = entra.clientIds;
  }
}

// Markers stand where client ids will; what Kong reads is made by the CLI, from `gateway.json` and the ids.
function previewText(template: GatewayTemplate): string {
  return writeDocument(toDocument(template, 'deck'), 'yaml');
}
