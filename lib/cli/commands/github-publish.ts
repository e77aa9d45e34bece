import { publish, stacksOf } from '../../ci-github';
import { throwIfAny } from '../../errors';
import { gitHubOf, REPOSITORY, wrongFlags } from '../github-settings';
import { fileProblem, type Io, readText } from '../io';
import type { Command } from '../usage';

export const githubPublish: Command & { readonly run: (flags: Readonly<Record<string, string>>, io: Io) => Promise<number> } = {
  words: ['github', 'publish'],
  describes:
    'Sets a check on the head commit, and writes the one comment of a review on the pull request that has this head. ' +
    'The token comes by GITHUB_TOKEN. The pull request is found through the API.',
  flags: {
    'head-sha': { describes: 'commit that was synthesized', default: '' },
    'head-repository': { describes: 'owner/name of the repository it lies in; of a fork, the fork', default: '' },
    report: { describes: 'Markdown of `kong-entra review`', default: '' },
    'review-exit': { describes: 'exit code of `kong-entra review`: the verdict', default: '' },
    check: { describes: 'name of the required check', default: 'kong-entra' },
    author: { describes: "account of the job's token", default: 'github-actions[bot]' },
  },
  run: async (flags, io) => {
    throwIfAny(
      wrongFlags('github publish', flags, {
        'head-sha': /^[0-9a-f]{40}$/,
        'head-repository': REPOSITORY,
        'review-exit': /^(?:0|[1-9][0-9]{0,2})$/,
        check: /^[\x20-\x7e]{1,100}$/,
        author: /^[A-Za-z0-9-]{1,100}(?:\[bot\])?$/,
      }),
    );
    const api = gitHubOf(io);
    const exitCode = Number(flags['review-exit']);
    const sha = flags['head-sha'] ?? '';
    const report = reportOf(flags['report'] ?? '', exitCode);
    const { conclusion, pullRequests } = await publish(api, {
      head: { sha, repository: flags['head-repository'] ?? '' },
      report,
      exitCode,
      check: flags['check'] ?? '',
      author: { login: flags['author'] ?? '' },
    });
    io.talk(
      pullRequests.length === 0
        ? `no open pull request has the head ${sha}: nothing is published\n`
        : `${conclusion} on ${sha}, pull request ${pullRequests.join(', ')}\n`,
    );
    return 0;
  },
};

/** A review that failed has no report; one that did not must have one, and its markers. */
function reportOf(path: string, exitCode: number): string | undefined {
  if (exitCode > 1) return undefined;
  if (path === '') throw fileProblem('kong-entra github publish', '--report is missing', 'give the Markdown of the review', 'USAGE');
  const text = readText(path);
  if (stacksOf(text).length === 0)
    throw fileProblem(path, 'does not begin with the marker of a stack', 'pass what `kong-entra review --format markdown` writes');
  return text;
}
