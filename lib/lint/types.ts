import { type GatewayRoute, type GatewaySettings, type KongFileContent } from '../access';
import { type AccessModel, type Bindings, type EnvironmentModel } from '../model';
import { type Directory, type Identity, type TerraformChange } from '../terraform';
import { type OrganisationDefaults } from './organisation';
import { type LintView } from './view/view';

/** How much a finding weighs: an error stops synthesis. */
export type Severity = 'error' | 'warning' | 'info';

/** What a rule looks at; without it the rule is reported as not checked. */
export type RuleInput = 'directory' | 'gateway' | 'base' | 'others' | 'version' | 'lifecycle';

/** Where something stands that a finding is about. Whatever is known is said. */
export interface FindingPlace {
  /** Address in Terraform, such as `azuread_application.orders`, and the argument there. */
  readonly address?: string;
  readonly argument?: string;
  /** Path of the construct that made it. */
  readonly construct?: string;
  /** Entity of Kong, such as `route orders.list`, and the field of its plugin or itself. */
  readonly entity?: string;
  readonly field?: string;
  /** Place in the definition, such as `routes orders.list`. */
  readonly definition?: string;
}

/** One of two values that should agree. */
export interface DisagreeingValue {
  readonly what: string;
  readonly value: string;
  /** The resource, entity, rule or setting that says so. */
  readonly where: string;
}

/** The two values that disagree. */
export type Disagreement = readonly [DisagreeingValue, DisagreeingValue];

/** What a rule finds. */
export interface RuleFinding {
  /** What it is found on: the same text as long as it is the same thing. Part of the contract, since waivers name it. */
  readonly subject: string;
  /** What is wrong, in one sentence without a full stop. */
  readonly message: string;
  readonly place: FindingPlace;
  readonly disagree?: Disagreement;
  /** @default - the rule's */
  readonly fix?: string;
  /** @default - the rule's */
  readonly severity?: Severity;
}

/** A rule: what it checks, why, and how. Ids are contracts. */
export interface Rule {
  /** Letters and digits, such as `KNG004`. */
  readonly id: string;
  readonly severity: Severity;
  /** What holds where nothing is found. */
  readonly title: string;
  /** What happens otherwise. */
  readonly cause: string;
  readonly fix: string;
  /** Address of a page, or the document of this project and its heading. */
  readonly source: string;
  readonly needs: readonly RuleInput[];
  readonly check: (view: LintView) => Iterable<RuleFinding>;
}

/** An accepted finding. */
export interface Waiver {
  readonly rule: string;
  /** Exactly the subject of the finding. */
  readonly subject: string;
  /** The deployment it holds for. @default - every one */
  readonly deployment?: string;
  readonly reason: string;
  /** Last day on which it counts, such as `2026-12-31`. */
  readonly expires: string;
  /** Who accepted it. */
  readonly by?: string;
}

/** What is found, as it is reported. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** `<rule>[<subject>]`. */
  readonly key: string;
  readonly subject: string;
  /** Name of the deployment it is found in; empty for what is found in the settings. */
  readonly deployment: string;
  readonly message: string;
  readonly disagree?: Disagreement;
  readonly fix: string;
  readonly source: string;
  readonly place: FindingPlace;
  /** The waiver that accepts it; it then counts for nothing, and is still shown. */
  readonly waiver?: Waiver;
}

/** A gateway to be checked. */
export interface LintGateway {
  /** What the file holds: entities that were read, or a document. */
  readonly content: KongFileContent;
  /** Routes with the plugins that run for them. */
  readonly routes: readonly GatewayRoute[];
  readonly settings: GatewaySettings;
}

/** One deployment to be checked, as far as it is known. */
export interface LintInput {
  /** Name of the deployment, such as the stack's. */
  readonly name: string;
  readonly directory?: Directory;
  /** Application by the key for which a marker stands in the gateway's configuration, as the output `client_ids` has them. */
  readonly clients?: ReadonlyMap<string, Identity>;
  /** Client ids by key, where they are known. */
  readonly clientIds?: Bindings;
  /** What a plan does to resources. */
  readonly changes?: readonly TerraformChange[];
  /** Whether the configuration itself was read, in which `lifecycle` stands; plans leave it out. @default false */
  readonly hasLifecycle?: boolean;
  readonly gateway?: LintGateway;
  /** The definition, to speak of keys and places, and to know what is intended. */
  readonly definition?: { readonly model: AccessModel; readonly environment: EnvironmentModel };
  /** What the deployment was before. */
  readonly base?: LintInput;
}

/** A rule whose severity the organisation set lower than the rule has it. */
export interface LoweredRule {
  readonly rule: string;
  readonly from: Severity;
  readonly to: Severity | 'off';
  readonly reason: string;
  /** How many findings it concerns. */
  readonly findings: number;
}

/** Rules that were not checked, and for lack of what. */
export interface NotChecked {
  readonly deployment: string;
  readonly rules: readonly string[];
  readonly why: string;
}

/** What the rules find. */
export interface LintReport {
  readonly formatVersion: 1;
  /** By deployment, severity, rule and subject; those with a waiver among them. */
  readonly findings: readonly Finding[];
  readonly lowered: readonly LoweredRule[];
  readonly notChecked: readonly NotChecked[];
}

/** How findings are judged. */
export interface LintOptions {
  readonly organisation?: OrganisationDefaults;
  readonly waivers?: readonly Waiver[];
  /** Rules besides the built-in ones. */
  readonly rules?: readonly Rule[];
  /** Ids of the rules that are run. @default - all of them */
  readonly only?: readonly string[];
  /** Deployments to compare with, which are not checked themselves. */
  readonly beside?: readonly LintInput[];
  /** Date by which waivers and credentials expire, such as `2026-11-25`. @default - nothing expires */
  readonly today?: string;
}
