import { gitHubApi, isSafe, type GitHubApi } from '../ci-github';
import { throwIfAny, type Problem } from '../errors';
import { type Io } from './io';

/** `owner/name` */
export const REPOSITORY = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;

/** The API as the job's own variables say it: GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN. @throws DefinitionError `GITHUB_UNKNOWN` */
export function gitHubOf({ environment }: Io): GitHubApi {
  const { GITHUB_API_URL: url = '', GITHUB_REPOSITORY: repository = '', GITHUB_TOKEN: token = '' } = environment;
  const problems: Problem[] = [
    ...(isSafe(url) ? [] : [unknown('GITHUB_API_URL', 'is no address that begins with https')]),
    ...(REPOSITORY.test(repository) ? [] : [unknown('GITHUB_REPOSITORY', 'is no repository such as owner/name')]),
    ...(/^[\x21-\x7e]+$/.test(token) ? [] : [unknown('GITHUB_TOKEN', 'is not set')]),
  ];
  throwIfAny(problems);
  return gitHubApi({ url: url.replace(/\/+$/, ''), repository, token });
}

function unknown(where: string, what: string): Problem {
  return { where, what, fix: "run it in a job of GitHub Actions, and pass the job's token in GITHUB_TOKEN", code: 'GITHUB_UNKNOWN' };
}

/** Flags that do not match, as problems. */
export function wrongFlags(
  command: string,
  flags: Readonly<Record<string, string>>,
  patterns: Readonly<Record<string, RegExp>>,
): readonly Problem[] {
  return Object.entries(patterns)
    .filter(([flag, pattern]) => !pattern.test(flags[flag] ?? ''))
    .map(([flag]) => ({
      where: `kong-entra ${command}`,
      what: `--${flag} is ${JSON.stringify((flags[flag] ?? '').slice(0, 100))}`,
      fix: `give --${flag} as \`kong-entra --help\` says`,
      code: 'USAGE',
    }));
}
