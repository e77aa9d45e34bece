import { type Problem } from '../errors';
import { guid, object, optional, pattern, variant, type Check, type Cloud, type EnvironmentModel } from '../model';
import { type PipelineIdentity } from './types';

/** A job of GitHub Actions: of an environment, or of a branch. */
export interface GithubWorkload {
  readonly ci: 'github';
  readonly owner: string;
  readonly repository: string;
  /** Name of the environment, whose branches and reviewers are what protects the identity. */
  readonly environment?: string;
  /** Name of a branch, such as `main`; for `plan` alone. */
  readonly branch?: string;
  /**
   * Numbers of owner and repository, where the repository's subjects have them: those made, renamed or moved since 18 June 2026.
   * @default - the subject has names alone
   */
  readonly ids?: { readonly owner: string; readonly repository: string };
}

/** A service connection of Azure DevOps with the issuer of Azure DevOps itself. */
export interface AzureDevopsWorkload {
  readonly ci: 'azure-devops';
  readonly organization: string;
  /** GUID of the organization, which is part of the issuer. */
  readonly organizationId: string;
  readonly project: string;
  readonly connection: string;
}

/** A job of GitLab on a branch, which should be protected: the subject knows no environment. */
export interface GitlabWorkload {
  readonly ci: 'gitlab';
  /** Path of the project with its groups, such as `contoso/trading`. */
  readonly project: string;
  readonly branch: string;
  /** @default https://gitlab.com */
  readonly url?: string;
}

/** Issuer and subject as they stand in the token, such as those a service connection with Entra's issuer shows. */
export interface OtherWorkload {
  readonly ci: 'other';
  readonly issuer: string;
  readonly subject: string;
}

/** What runs as an identity of a pipeline: one exact job, and nothing that only resembles it. */
export type Workload = GithubWorkload | AzureDevopsWorkload | GitlabWorkload | OtherWorkload;

/** The workloads of an environment's identities. */
export type Workloads = Readonly<Partial<Record<PipelineIdentity, Workload>>>;

/** What Entra compares with a token, to the letter. */
export interface FederatedSubject {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

const AUDIENCES: Readonly<Record<Cloud, string>> = {
  global: 'api://AzureADTokenExchange',
  usgovernmentl4: 'api://AzureADTokenExchangeUSGov',
  usgovernmentl5: 'api://AzureADTokenExchangeUSGov',
  china: 'api://AzureADTokenExchangeChina',
};

/**
 * Issuer, subject and audience of a workload in a cloud.
 *
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
 */
export function federatedSubject(workload: Workload, { cloud }: Pick<EnvironmentModel, 'cloud'>): FederatedSubject {
  return { ...tokenOf(workload), audience: AUDIENCES[cloud] };
}

function tokenOf(workload: Workload): Omit<FederatedSubject, 'audience'> {
  switch (workload.ci) {
    case 'github':
      return { issuer: 'https://token.actions.githubusercontent.com', subject: githubSubject(workload) };
    case 'azure-devops':
      return {
        issuer: `https://vstoken.dev.azure.com/${workload.organizationId}`,
        subject: `sc://${workload.organization}/${workload.project}/${workload.connection}`,
      };
    case 'gitlab':
      return {
        issuer: workload.url ?? 'https://gitlab.com',
        subject: `project_path:${workload.project}:ref_type:branch:ref:${workload.branch}`,
      };
    case 'other':
      return { issuer: workload.issuer, subject: workload.subject };
  }
}

function githubSubject({ owner, repository, ids, environment, branch }: GithubWorkload): string {
  const of = ids === undefined ? `${owner}/${repository}` : `${owner}-${ids.owner}/${repository}-${ids.repository}`;
  return `repo:${of}:${environment === undefined ? `ref:refs/heads/${branch}` : `environment:${environment}`}`;
}

const CODE = 'WORKLOAD_INVALID';
const githubOwner = pattern(/^[A-Za-z0-9][A-Za-z0-9-]{0,38}$/, 'an owner on GitHub, such as contoso', CODE);
const githubRepository = pattern(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/, 'a repository without its owner, such as trading', CODE);
const branch = pattern(/^(?!refs\/)[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,198}[A-Za-z0-9])?$/, 'a branch without refs/heads/, such as main', CODE);
const named = pattern(/^[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,98}[A-Za-z0-9._-])?$/, 'a name of letters, digits, spaces, ".", "_" and "-"', CODE);
const environmentName = pattern(
  /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?$/,
  'an environment of letters, digits, ".", "_" and "-", such as trading-prod',
  CODE,
);
const number = pattern(/^[1-9][0-9]{0,18}$/, 'the number GitHub knows it by, such as 123456', CODE);
const httpsUrl = pattern(/^https:\/\/[a-z0-9.-]+(?::[0-9]{1,5})?(?:\/[A-Za-z0-9._~/-]*)?$/, 'an https address without query', CODE);
const gitlabUrl = pattern(/^https:\/\/[a-z0-9.-]+(?::[0-9]{1,5})?$/, 'an https address without path, such as https://gitlab.com', CODE);
const gitlabProject = pattern(
  /^[A-Za-z0-9_][A-Za-z0-9_.-]*(?:\/[A-Za-z0-9_][A-Za-z0-9_.-]*)+$/,
  'a project with its groups, such as contoso/trading',
  CODE,
);
const subject = pattern(
  /^(?!.*(?:\*|:pull_request$))[!-~](?:[ -~]{0,598}[!-~])?$/,
  'an exact subject: no "*", no pull request, no space at an end, at most 600 plain characters',
  CODE,
);

const workload: Check = variant('ci', {
  github: object({
    ci: text,
    owner: githubOwner,
    repository: githubRepository,
    environment: optional(environmentName),
    branch: optional(branch),
    ids: optional(object({ owner: number, repository: number })),
  }),
  'azure-devops': object({ ci: text, organization: named, organizationId: guid, project: named, connection: named }),
  gitlab: object({ ci: text, project: gitlabProject, branch, url: optional(gitlabUrl) }),
  other: object({ ci: text, issuer: httpsUrl, subject }),
});

/** The tag is checked by whoever chooses by it. */
function text(): void {
  return;
}

/** Everything that is wrong with the workloads of the identities that are needed. */
export function checkWorkloads(workloads: Workloads, needed: readonly PipelineIdentity[], where: string): readonly Problem[] {
  const problems: Problem[] = [];
  const given = Object.entries(workloads) as readonly (readonly [PipelineIdentity, Workload])[];
  for (const identity of needed.filter((one) => workloads[one] === undefined))
    problems.push({
      where: `${where}.${identity}`,
      what: `nothing says what runs as the identity ${identity}, which the stacks need`,
      fix: "name the job, such as { ci: 'github', owner, repository, environment }",
      code: 'WORKLOAD_MISSING',
    });
  for (const [identity, one] of given) {
    if (!needed.includes(identity))
      problems.push({
        where: `${where}.${identity}`,
        what: `the stacks need no identity ${identity}; they need ${needed.join(', ') || 'none'}`,
        fix: 'take it out: an identity that nothing needs is only a risk',
        code: 'WORKLOAD_NEEDLESS',
      });
    workload(one, `${where}.${identity}`, (problem) => problems.push(problem));
  }
  return problems.length > 0 ? problems : [...unprotected(given, where), ...shared(given, where)];
}

type Given = readonly (readonly [PipelineIdentity, Workload])[];

// A branch has no reviewers: whoever may push to it, or change a workflow on it, would apply.
function unprotected(given: Given, where: string): readonly Problem[] {
  return given.flatMap(([identity, one]) => {
    if (one.ci !== 'github' || (one.environment !== undefined) !== (one.branch !== undefined)) {
      const isBranch = one.ci === 'github' && one.branch !== undefined;
      if (!isBranch || identity === 'plan') return [];
      return [
        {
          where: `${where}.${identity}`,
          what: `the identity ${identity} is bound to the branch ${one.branch}, which nobody reviews`,
          fix: 'name an environment with required reviewers and the branches it deploys',
          code: 'WORKLOAD_UNPROTECTED',
        },
      ];
    }
    return [
      {
        where: `${where}.${identity}`,
        what: 'names environment and branch, or neither',
        fix: 'name one of the two',
        code: 'WORKLOAD_INVALID',
      },
    ];
  });
}

// On GitLab a subject has no environment, so two identities of one branch share theirs; docs/permissions.md says what that means.
function shared(given: Given, where: string): readonly Problem[] {
  const tokens = given.map(([identity, one]) => [identity, one.ci, JSON.stringify(tokenOf(one))] as const);
  return tokens.flatMap(([identity, ci, token], at) => {
    const first = ci === 'gitlab' ? undefined : tokens.slice(0, at).find(([, , other]) => other === token)?.[0];
    return first === undefined
      ? []
      : [
          {
            where: `${where}.${identity}`,
            what: `has the same subject as ${first}, so each job could sign in as the other`,
            fix: 'give each identity an environment, or a service connection, of its own',
            code: 'WORKLOAD_SHARED',
          },
        ];
  });
}
