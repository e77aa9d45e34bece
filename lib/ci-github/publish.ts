import { type GitHubApi } from './api';
import { fitting, writeComment, type Author } from './comment';
import { openPullRequests, type Head } from './pull-requests';

/** Most characters GitHub takes in the text of a check. */
const SUMMARY_LENGTH = 65_535;

/** A review and whom it is for. */
export interface Publication {
  readonly head: Head;
  /** Markdown of `kong-entra review`; undefined where there is none because it failed. */
  readonly report: string | undefined;
  /** Exit code of `kong-entra review`: the verdict is this number, never the text. */
  readonly exitCode: number;
  /** Name of the check that is required. */
  readonly check: string;
  readonly author: Author;
}

/** What became of a review. */
export interface Published {
  readonly conclusion: 'success' | 'failure';
  /** Pull requests that have the comment; none where no open one has this head. */
  readonly pullRequests: readonly number[];
}

/**
 * Sets the check on the head commit, and writes the comment on the pull requests that have it. Where no open pull request has this
 * head any more, nothing is published: another run does so for the new one.
 */
export async function publish(api: GitHubApi, publication: Publication): Promise<Published> {
  const { head, report, exitCode, check, author } = publication;
  const conclusion = exitCode === 0 ? 'success' : 'failure';
  const pullRequests = await openPullRequests(api, head);
  if (pullRequests.length === 0) return { conclusion, pullRequests };
  // The check first: it is the gate, and must not wait for a comment that somebody locked.
  await api.send('POST', '/check-runs', {
    name: check,
    head_sha: head.sha,
    status: 'completed',
    conclusion,
    output: { title: titleOf(exitCode), summary: fitting(report ?? 'There is no report. The output of the job says why.', SUMMARY_LENGTH) },
  });
  if (report !== undefined) for (const number of pullRequests) await writeComment(api, number, report, author);
  return { conclusion, pullRequests };
}

function titleOf(exitCode: number): string {
  if (exitCode === 0) return 'Nothing that stops a merge';
  return exitCode === 1 ? 'Changes that somebody has to allow' : 'What was synthesized could not be reviewed';
}
