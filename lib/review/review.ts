import { createHash } from 'node:crypto';
import { type LintSettings } from '../lint';
import { sorted } from '../model';
import { accessChanges } from './access/changes';
import { changedValues } from './changes/rows';
import { disagreements } from './disagreements';
import { besides } from './planned/besides';
import { plannedRows } from './planned/rows';
import { withLines } from './places';
import { type ChangeRow, type DeploymentReview, type ReviewInput, type ReviewReport } from './report';
import { accessRows } from './rows/access-rows';
import { consentRows } from './rows/consents';
import { type Context } from './rows/context';
import { credentialRows } from './rows/credentials';
import { gatewayRows } from './rows/gateway-parts';
import { LeafIndex } from './rows/leaf-index';
import { lintRows } from './rows/lint-rows';
import { deceptiveNames } from './rows/deceptive-names';
import { matrixOf } from './rows/matrix';
import { registrationRows } from './rows/registrations';
import { resourceCounts } from './rows/resources';
import { selectTagRows } from './rows/select-tags';
import { servicePrincipalRows } from './rows/service-principals';
import { settingRows } from './rows/settings';
import { stackRows } from './rows/stacks';
import { takenOverRows } from './rows/taken-over';
import { teamRows } from './rows/teams';
import { upstreamRows } from './rows/upstreams';
import { isReadByTerraform, NOT_PLAIN, PROVIDERS, type SynthOutput } from './side/files';
import { Names } from './side/names';
import { deployment, fileOf, isElsewhere, sidesOf, type Side } from './side/side';
import { isBroader, verdictOf } from './verdict';

/** How a review is made. */
export interface ReviewOptions {
  /** Version of this product, as the report says it. */
  readonly version: string;
  /** The command that gives the same report. */
  readonly command: string;
  /** Standards and waivers by which findings are judged: those of the base, since a change cannot waive itself. @default - the product's own */
  readonly settings?: Pick<LintSettings, 'organisation' | 'waivers' | 'failOn'>;
  /** What the head would have instead; a difference is shown, and counts for nothing. @default - the same */
  readonly headSettings?: Pick<LintSettings, 'organisation' | 'waivers' | 'failOn'>;
  /** Date by which waivers end, such as `2026-11-25`. @default - none ends */
  readonly today?: string;
  /** Whether the report has all routes with all who enter. @default false */
  readonly matrix?: boolean;
  /** The one deployment that is reviewed. @default - all of either side */
  readonly stack?: string;
}

/**
 * What a change does to who can do what: both sides as they would be applied, whatever the files beside them say.
 *
 * @throws DefinitionError where a `cdk.tf.json` or a plan cannot be read
 */
export function review(base: SynthOutput, head: SynthOutput, options: ReviewOptions): ReviewReport {
  const before = sidesOf(base);
  const [was, now] = [before, sidesOf(head, before)].map((sides) => new Map(sides.map((side) => [side.name, side]))) as [
    Map<string, Side>,
    Map<string, Side>,
  ];
  const names = [...new Set([...was.keys(), ...now.keys()])].filter((name) => options.stack === undefined || name === options.stack).sort();
  const deployments = names.map((name) => withLines(deploymentReview(name, was.get(name), now, options), base, head));
  const inputs = deployments.flatMap((deployment) => deployment.inputs);
  return {
    formatVersion: 1,
    version: options.version,
    command: options.command,
    digest: digestOf(inputs.map(({ side, what, digest }) => `${side} ${what} ${digest}`)),
    deployments,
  };
}

/** The review of one deployment; either side may be without it. */
function deploymentReview(name: string, was: Side | undefined, heads: ReadonlyMap<string, Side>, options: ReviewOptions): DeploymentReview {
  const folders = [was, heads.get(name)] as const;
  const [base, head] = [deployment(was), deployment(heads.get(name))];
  const names = new Names(name, base?.access, head?.access, base?.isDeployed === true ? base.markers : undefined);
  // One after the other, what needs most last: what the others leave behind is swept up meanwhile.
  const contradictions = head === undefined ? [] : disagreements(head, names, base);
  const lint = lintRows(base, head, options.settings ?? { organisation: {}, waivers: [] }, options.today);
  const resources = resourceCounts(base, head);
  const told = toldRows(name, folders, heads, names, options);
  const reviewed = { ...factsOf(name, ...folders), ...told, disagreements: contradictions, lint, resources };
  return { ...reviewed, verdict: verdictOf(reviewed, isElsewhere(base)) };
}

/** Both sides of a name, be it of a deployment or of a folder in which nothing but files lies. */
type Folders = readonly [was: Side | undefined, now: Side | undefined];

type Told = Pick<DeploymentReview, 'access' | 'changes' | 'unexplained' | 'deceptiveNames' | 'notJudged' | 'matrix'>;

/** What changes, in rows. */
function toldRows(name: string, folders: Folders, heads: ReadonlyMap<string, Side>, names: Names, options: ReviewOptions): Told {
  const [base, head] = [deployment(folders[0]), deployment(folders[1])];
  const leaves = new LeafIndex(changedValues(base, head, folders, names));
  const access = accessChanges(base, head, options.matrix);
  const context: Context = { ...(base && { base }), ...(head && { head }), others: [...heads.values()], names, leaves, access };
  const more = besides(context);
  const shown = [...accessRows(context), ...more.access].sort((one, other) => one.rank - other.rank);
  const rows = [
    ...settingRows(options.settings, options.headSettings),
    ...consentRows(context),
    ...credentialRows(context),
    ...registrationRows(context),
    ...plannedRows(context, more),
    ...more.changes,
    ...servicePrincipalRows(context),
    ...gatewayRows(context),
    ...selectTagRows(context),
    ...upstreamRows(context),
    ...takenOverRows(context),
    ...teamRows(name, context),
    ...stackRows(name, context),
  ];
  return {
    access: shown,
    changes: inOrder([...rows, ...leaves.rest()]),
    unexplained: [...leaves.unexplained(), ...more.unexplained],
    deceptiveNames: deceptiveNames(context, shown),
    // In a folder without a stack nothing is called.
    notJudged: [...((base ?? head) ? access.notJudged : []), ...more.notJudged, ...unreadFiles(folders[1])],
    ...(options.matrix === true && { matrix: matrixOf(context) }),
  };
}

/** What was compared. */
function factsOf(
  name: string,
  base: Side | undefined,
  head: Side | undefined,
): Pick<DeploymentReview, 'name' | 'stacks' | 'environment' | 'tenantId' | 'kongVersion' | 'inputs'> {
  const side = head ?? base;
  return {
    name,
    stacks: [...new Set([...(base?.stacks ?? []), ...(head?.stacks ?? [])].map((stack) => stack.name))].sort(),
    environment: side?.access?.environment.name ?? '',
    tenantId: side?.directory.tenantId ?? '',
    kongVersion: side?.template?.version ?? '',
    inputs: [...inputsOf(base, 'base'), ...inputsOf(head, 'head')],
  };
}

/** Files of the head that Terraform reads, or may, and nobody here does. */
function unreadFiles(head: Side | undefined): readonly string[] {
  return (head?.stacks ?? []).flatMap(({ name, others }) =>
    Object.entries(others).flatMap(([file, digest]) => {
      if (isReadByTerraform(file)) return [`${fileOf(name, file)}: Terraform reads it besides cdk.tf.json, and it is not read here`];
      if (!digest.startsWith(NOT_PLAIN) || file === PROVIDERS) return [];
      return [`${fileOf(name, file)}: is a link or another thing that is no file, and is not read here`];
    }),
  );
}

/** Rows from the gravest on, after what the change would have of the settings that it is judged by. */
function inOrder(rows: readonly ChangeRow[]): readonly ChangeRow[] {
  const rank = ({ section, isBlocking, effect }: ChangeRow): number =>
    section === 'settings' ? 0 : isBlocking ? 1 : isBroader(effect) ? 2 : effect === 'narrowed' ? 3 : 4;
  return sorted(rows, (row) => `${String(rank(row))} ${row.section}`);
}

function inputsOf(side: Side | undefined, name: 'base' | 'head'): readonly ReviewInput[] {
  return (side?.stacks ?? []).map(({ name: stack, writtenAs, digests, plan, synthesized, isDeployed }) => ({
    side: name,
    what: isDeployed
      ? `deployed stack ${stack}, by the prior state of its plan`
      : synthesized || plan
        ? `${[...(synthesized ? ['synthesized'] : []), ...(plan ? ['planned'] : [])].join(' and ')} stack ${writtenAs ?? stack}`
        : `folder ${stack} without cdk.tf.json`,
    digest: digestOf(Object.entries(digests).map(([file, digest]) => `${file} ${digest}`)),
  }));
}

/** Digest of some lines. */
function digestOf(lines: readonly string[]): string {
  return createHash('sha256')
    .update(lines.map((line) => `${line}\n`).join(''))
    .digest('hex');
}
