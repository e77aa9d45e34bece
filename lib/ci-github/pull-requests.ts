import { isPlainObject } from '../model';
import { type GitHubApi } from './api';

/** The commit a pull request proposes, and the repository it lies in: with forks these are not the same. */
export interface Head {
  readonly sha: string;
  /** `owner/name` */
  readonly repository: string;
}

/**
 * Numbers of the open pull requests to the default branch that have this very head now. They are asked of the API by commit and
 * repository; nothing a pull request's own job says is used. GitHub's list of pull requests of a commit leaves out forks, so the open ones
 * are gone through.
 */
export async function openPullRequests(api: GitHubApi, head: Head): Promise<readonly number[]> {
  const branch = (await api.get(''))['default_branch'];
  const open = await api.all(`/pulls?state=open&base=${encodeURIComponent(String(branch))}`);
  return open.flatMap((request) => {
    const { number, state, base } = request;
    const matches = state === 'open' && isPlainObject(base) && base['ref'] === branch && isHead(request['head'], head);
    return matches && typeof number === 'number' ? [number] : [];
  });
}

function isHead(found: unknown, { sha, repository }: Head): boolean {
  // The repository of a fork that was deleted is null.
  if (!isPlainObject(found) || found['sha'] !== sha || !isPlainObject(found['repo'])) return false;
  const name = found['repo']['full_name'];
  return typeof name === 'string' && name.toLowerCase() === repository.toLowerCase();
}
