import {
  changeText,
  digestOfData,
  readApproval,
  readGatewayDiff,
  shortDigest,
  syncDifferences,
  unapprovedChanges,
  type Approval,
  type ApprovedGateway,
} from '../approval';
import { readPlainFile } from '../artefact';
import { DefinitionError, throwIfAny, type Problem } from '../errors';
import { type GatewayTemplate } from '../kong';
import { type Bindings } from '../model';
import { fileProblem, type Io } from './io';

/** Variable that names the file of an approval, also for what Terraform starts. */
export const APPROVAL_VARIABLE = 'KONG_ENTRA_APPROVAL';

/** Variable with the digest that was approved, which comes another way than the file. */
export const DIGEST_VARIABLE = 'KONG_ENTRA_APPROVAL_DIGEST';

/** Several times what a gateway of thousands of routes takes. */
const APPROVAL_BYTES = 64 * 1024 * 1024;

/** The gateway's half of the approval a synchronization is held to; undefined where none is given. */
export function syncApproval(flags: Readonly<Record<string, string>>, { environment }: Io): ApprovedGateway | undefined {
  const path = given(flags['approval'], environment[APPROVAL_VARIABLE]);
  const digest = given(flags['digest'], environment[DIGEST_VARIABLE]);
  if (path === '' && digest === '') return undefined;
  const { parts } = loadApproval(path, digest);
  if (parts.gateway === 'none')
    throw fileProblem(path, 'approves no change of a gateway', 'approve again, with what decK would change', 'APPROVAL_DIFFERS');
  return parts.gateway;
}

/** Reads an approval and holds it against the digest that a person approved; both must be given. */
export function loadApproval(path: string, digest: string): Approval {
  const missing = [...(path === '' ? ['its file'] : []), ...(digest === '' ? ['the digest that was approved'] : [])];
  if (missing.length > 0) {
    const fix = `give both: --approval or ${APPROVAL_VARIABLE}, and --digest or ${DIGEST_VARIABLE}`;
    throw fileProblem('the approval', `is given without ${missing.join(' and ')}`, fix, 'APPROVAL_INCOMPLETE');
  }
  const approval = readApproval(Buffer.from(readPlainFile(path, APPROVAL_BYTES)).toString('utf8'), path);
  if (digest !== approval.digest && digest !== shortDigest(approval.digest)) {
    const what = `has the digest ${shortDigest(approval.digest)}; approved was ${JSON.stringify(digest.slice(0, 80))}`;
    throw fileProblem(path, what, 'pass the file that belongs to what was approved, or approve again', 'APPROVAL_DIFFERS');
  }
  return approval;
}

function given(flag = '', variable = ''): string {
  return flag === '' ? variable : flag;
}

/** What a synchronization would send where. */
interface Sending {
  readonly template: GatewayTemplate;
  readonly address: Readonly<Record<string, string>>;
  readonly clientIds: Bindings;
}

/** @throws DefinitionError `APPROVAL_DIFFERS` where template, gateway or ids are not the approved ones */
export function refuseSync(approved: ApprovedGateway, { template, address, clientIds }: Sending): void {
  const found = { template: digestOfData(template), address, selectTags: template.selectTags, clientIds };
  throwIfAny(syncDifferences(approved, found).map(({ part, was, is }) => differs(part, `was approved as ${was}, and is ${is}`)));
}

/** @throws DefinitionError `APPROVAL_DIFFERS` where decK would change what was not approved */
export function refuseChanges(approved: ApprovedGateway, report: string): void {
  const changes = unapprovedChanges(approved, readGatewayDiff(report, 'deck gateway diff'));
  if (changes.length > 0)
    throw new DefinitionError(
      changes.map((change) => differs('the gateway', `would be changed as nobody approved: ${changeText(change)}`)),
    );
}

function differs(where: string, what: string): Problem {
  return { where, what, fix: 'plan again, and have that approved; nothing was synchronized', code: 'APPROVAL_DIFFERS' };
}
