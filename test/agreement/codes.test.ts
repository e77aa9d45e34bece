import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SPOILS } from '../support/generate-invalid';

const ROOT = join(__dirname, '../..');

/** Names in capitals that are not codes of problems. */
const NO_CODES = [
  'ARM_TENANT_ID',
  'DECK_KONG_ADDR',
  'DECK_KONNECT_ADDR',
  'DECK_KONNECT_CONTROL_PLANE_NAME',
  'DECK_KONNECT_RUNTIME_GROUP_NAME',
  'DECK_KONNECT_TOKEN',
  'DECK_TLS_SERVER_NAME',
  'DECK_TLS_SKIP_VERIFY',
  'KONG_ENTRA_APPROVAL',
  'KONG_ENTRA_APPROVAL_DIGEST',
  'GITHUB_API_URL',
  'GITHUB_REPOSITORY',
  'GITHUB_TOKEN',
  'QUOTE_DOUBLE',
  'TERRAFORM_BINARY_NAME',
];

/** Codes no definition and no environment leads to: why not, and the test that meets them. */
const ELSEWHERE: Readonly<Record<string, { readonly why: string; readonly test: string }>> = {
  FOREIGN_TAKES: { why: 'a dump of the gateway leads to it, not a definition', test: 'test/gateway/foreign.test.ts' },
  FOREIGN_LOSES: { why: 'a dump of the gateway leads to it, not a definition', test: 'test/gateway/foreign.test.ts' },
  FOREIGN_PREFIX: { why: 'a dump of the gateway leads to it, not a definition', test: 'test/gateway/foreign.test.ts' },
  FOREIGN_ORDER: { why: 'a dump of the gateway leads to it, not a definition', test: 'test/gateway/foreign.test.ts' },
  FOREIGN_NOT_JUDGED: { why: 'a dump of the gateway leads to it, not a definition', test: 'test/gateway/foreign.test.ts' },
  FOREIGN_NAME_TAKEN: { why: 'a dump of the gateway leads to it, not a definition', test: 'test/gateway/foreign.test.ts' },
  MERGE_REGISTERED_TWICE: { why: 'it takes several definitions', test: 'test/model/merge.test.ts' },
  MERGE_EXTERNAL_DIFFERS: { why: 'it takes several definitions', test: 'test/model/merge.test.ts' },
  MERGE_HELD_TWICE: { why: 'it takes several definitions', test: 'test/model/merge.test.ts' },
  MERGE_NAME_DIFFERS: { why: 'it takes several definitions', test: 'test/model/merge.test.ts' },
  MERGE_SETTING_DIFFERS: { why: 'it takes several definitions', test: 'test/model/merge.test.ts' },
  MERGE_SOURCES: { why: 'it takes several definitions', test: 'test/model/merge.test.ts' },
  CONSOLE_GUARD: { why: 'it is of a request to the console', test: 'test/sandbox/console/guards.test.ts' },
  CONSOLE_INPUT: { why: 'it is of an input of the console', test: 'test/sandbox/console/inputs.test.ts' },
  SANDBOX_GATEWAY: { why: 'it is of what was synthesized, not of a definition', test: 'test/sandbox/inputs.test.ts' },
  SANDBOX_INPUT: { why: 'it is of what was synthesized, not of a definition', test: 'test/sandbox/inputs.test.ts' },
  SANDBOX_STACK: { why: 'it is of what was synthesized, not of a definition', test: 'test/sandbox/inputs.test.ts' },
  SANDBOX_TERRAFORM: { why: 'it is of what was synthesized, not of a definition', test: 'test/sandbox/inputs.test.ts' },
  TOKEN_INVALID: { why: 'it is of a token, not of a definition', test: 'test/access/explain-token.test.ts' },
  KONG_FILE_REFUSED: { why: 'a file of Kong that is read', test: 'test/cli/explain.test.ts' },
  LOG_UNREADABLE: { why: 'a log that is read', test: 'test/cli/replay.test.ts' },
  TOKEN_IN_ARGUMENTS: { why: 'it is of the command line', test: 'test/cli/explain.test.ts' },
  TOKEN_MISSING: { why: 'it is of the command line', test: 'test/cli/explain.test.ts' },
  POLICY_UNKNOWN_NAME: { why: 'it is of a policy', test: 'test/access/policy-input.test.ts' },
  POLICY_INVALID: { why: 'it is of a policy', test: 'test/access/policy-input.test.ts' },
  TERRAFORM_FILE_INVALID: { why: 'a file of Terraform that is read', test: 'test/cli/lint.test.ts' },
  PLAN_MISSING: { why: 'plans are given to the CLI', test: 'test/review/deployed/plans.test.ts' },
  PLAN_FOREIGN: { why: 'plans are given to the CLI', test: 'test/review/deployed/plans.test.ts' },
  STACK_NAME_INVALID: { why: 'a folder of what was synthesized', test: 'test/cli/review.test.ts' },
  RULE_ID_INVALID: { why: 'it is of a rule, not of a definition', test: 'test/lint/judging.test.ts' },
  DATE_INVALID: { why: 'it is of the day on which is checked', test: 'test/lint/judging.test.ts' },
  WAIVER_WITHOUT_DATE: { why: 'it is of a waiver', test: 'test/lint/judging.test.ts' },
  WAIVER_REFUSED: { why: 'it is of a waiver', test: 'test/lint/judging.test.ts' },
  SEVERITY_WITHOUT_REASON: { why: 'it is of the standards of an organisation', test: 'test/lint/judging.test.ts' },
  CLIENT_KIND: { why: 'defineClient gives each kind what it has; only a changed file can differ', test: 'test/model/refusals.test.ts' },
  PAIR_DUPLICATE: {
    why: 'grants and assignments of a pair are put together; only a changed file has two',
    test: 'test/model/refusals.test.ts',
  },
  FILE_INVALID: { why: 'a file that is read', test: 'test/model/serialize.test.ts' },
  ENVIRONMENT_WITHOUT_AUDIT: { why: 'a construct of its own asks for it', test: 'test/azure/audit.test.ts' },
  CLIENT_ID_MISSING: { why: 'client ids are known to the CLI alone', test: 'test/cli/cli.test.ts' },
  GATEWAY_UNKNOWN: { why: 'variables of the CLI', test: 'test/cli/cli.test.ts' },
  DECK_MISSING: { why: 'the CLI starts decK', test: 'test/cli/cli.test.ts' },
  APPROVAL_INCOMPLETE: { why: 'inputs of the CLI', test: 'test/approval/approve.test.ts' },
  APPROVAL_INVALID: { why: 'a file of an approval', test: 'test/approval/read.test.ts' },
  APPROVAL_DIFFERS: { why: 'the CLI compares with an approval', test: 'test/approval/sync.test.ts' },
  DECK_REPORT_INVALID: { why: 'a report of decK', test: 'test/approval/changes.test.ts' },
  TOOL_VERSION_UNKNOWN: { why: 'the CLI starts the tools', test: 'test/approval/approve.test.ts' },
  ARTEFACT_REFUSED: { why: 'an artefact that is read', test: 'test/artefact/unpack.test.ts' },
  GITHUB_FAILED: { why: 'GitHub answers otherwise than it documents', test: 'test/ci-github/publish.test.ts' },
  GITHUB_UNKNOWN: { why: 'variables of the CLI', test: 'test/ci-github/publish.test.ts' },
  DECK_FAILED: { why: 'the CLI starts decK', test: 'test/terraform/sync.test.ts' },
  AZURE_NAME_INVALID: { why: 'it is of a name in Azure', test: 'test/permissions/request.test.ts' },
  TENANT_UNKNOWN: { why: 'it is of what an administrator is asked for', test: 'test/permissions/request.test.ts' },
  BOOTSTRAP_STATE_SHARED: { why: 'it is of the identities of a pipeline', test: 'test/bootstrap/bootstrap.test.ts' },
  WORKLOAD_INVALID: { why: 'it is of a pipeline', test: 'test/permissions/workload.test.ts' },
  WORKLOAD_MISSING: { why: 'it is of a pipeline', test: 'test/permissions/workload.test.ts' },
  WORKLOAD_NEEDLESS: { why: 'it is of a pipeline', test: 'test/permissions/workload.test.ts' },
  WORKLOAD_SHARED: { why: 'it is of a pipeline', test: 'test/permissions/workload.test.ts' },
  WORKLOAD_UNPROTECTED: { why: 'it is of a pipeline', test: 'test/permissions/workload.test.ts' },
};

/** Every code in the sources: they are written as plain texts, which nothing else in capitals with "_" is but the above. */
const codes = new Set(
  readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) =>
      [...readFileSync(join(ROOT, 'lib', name), 'utf8').matchAll(/'([A-Z]+(?:_[A-Z]+)+)'/g)].map((match) => match[1] ?? ''),
    )
    .filter((name) => !NO_CODES.includes(name)),
);

test('the sources are read, and codes of every form are found', () => {
  expect(codes.size).toBeGreaterThanOrEqual(80);
  expect([...codes]).toEqual(expect.arrayContaining(['GRANT_UNKNOWN_ROLE', 'UNKNOWN_SCOPE', 'WRONG_SHAPE', 'ROUTE_ORDER']));
});

test('every code that can be reported is one that organisations are spoilt for, or has a test elsewhere', () => {
  expect([...codes].filter((code) => !Object.hasOwn(SPOILS, code) && !Object.hasOwn(ELSEWHERE, code)).sort()).toEqual([]);
});

test('no code is listed that is not reported, and none twice', () => {
  expect([...Object.keys(SPOILS), ...Object.keys(ELSEWHERE)].filter((code) => !codes.has(code))).toEqual([]);
  expect(Object.keys(ELSEWHERE).filter((code) => Object.hasOwn(SPOILS, code))).toEqual([]);
});

test.each(Object.entries(ELSEWHERE))('%s has a test that names it', (code, { test: file }) => {
  expect(readFileSync(join(ROOT, file), 'utf8')).toContain(code);
});
