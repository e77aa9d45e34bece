export { consentRisk, type ConsentedPermission, type ConsentRisk } from './consent/consent-risk';
export { lintInput, type LintParts } from './input';
export { type OrganisationDefaults, type RuleSeverity } from './organisation';
export { defineRule } from './rule';
export { RULES } from './rules';
export { rulesPage } from './rules-page';
export { runLint } from './run';
export { FAIL_ON, unknownFailOn } from './fail-on';
export { checkLintSettings, isDate, readLintSettings, type LintSettings } from './settings';
export { gatewayOfTemplate } from './template-gateway';
export { countingFindings, lintJson, lintText, placeText } from './text';
export type {
  DisagreeingValue,
  Disagreement,
  Finding,
  FindingPlace,
  LintGateway,
  LintInput,
  LintOptions,
  LintReport,
  LoweredRule,
  NotChecked,
  Rule,
  RuleFinding,
  RuleInput,
  Severity,
  Waiver,
} from './types';
export { type Guard, type GuardAudience } from './view/guards';
export { type LintRoute } from './view/routes';
export { LintView } from './view/view';
