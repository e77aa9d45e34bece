import { type Credential } from '../../terraform';
import { defineRule } from '../rule';

export const crd006 = defineRule({
  id: 'CRD006',
  severity: 'error',
  title: 'A federated credential is for one exact workload',
  cause:
    'Whoever can run something that fits the subject acts as the application: with a wildcard, or for pull requests, that is anybody who can open one.',
  fix: 'write repository and environment or branch, such as `repo:contoso/orders:environment:prod`, and the audience api://AzureADTokenExchange',
  source: 'https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations',
  needs: ['directory'],
  *check(view) {
    for (const application of view.directory.applications) {
      for (const credential of application.credentials) {
        const wrong = credential.kind === 'federated' ? wrongIn(credential) : undefined;
        if (wrong === undefined) continue;
        const place = view.placeOf(credential.place, wrong.field);
        yield {
          subject: `${view.subjectOf(application)}/${credential.displayName || credential.place.resource.address}`,
          message: wrong.what,
          place,
          disagree: [
            { what: wrong.field, value: wrong.value, where: place.address ?? '' },
            { what: 'what is exact', value: wrong.exact, where: 'CRD006' },
          ],
        };
      }
    }
  },
});

interface Wrong {
  readonly what: string;
  readonly field: string;
  readonly value: string;
  readonly exact: string;
}

const AUDIENCE = /^api:\/\/AzureADTokenExchange(?:USGov|China)?$/;
const GITHUB = 'https://token.actions.githubusercontent.com';
const EXACT_GITHUB = /^repo:[^/:*]+\/[^/:*]+:(?:environment:[^*]+|ref:refs\/(?:heads|tags)\/[^*]+|job_workflow_ref:[^*]+)$/;

function wrongIn({ subject, expression, issuer, audiences }: Credential): Wrong | undefined {
  const audience = audiences.find((one) => !one.startsWith('${') && !AUDIENCE.test(one));
  if (audience !== undefined)
    return { what: 'the audience is not that of token exchange', field: 'audiences', value: audience, exact: 'api://AzureADTokenExchange' };
  if (expression !== undefined) {
    // A pattern may leave open the branch, never the repository.
    const isOpen = /matches\s+'(?:\*|repo:(?:[^/':]*\*|[^/':]+\/[^':]*\*))/.test(expression);
    return isOpen
      ? {
          what: 'the expression leaves open which repository',
          field: 'claims_matching_expression',
          value: expression,
          exact: 'repo:contoso/orders:…',
        }
      : undefined;
  }
  if (subject === undefined || subject.startsWith('${')) return undefined;
  if (subject.includes('*'))
    return { what: 'the subject has a wildcard', field: 'subject', value: subject, exact: 'a subject without "*"' };
  const isGithub = issuer?.replace(/\/$/, '') === GITHUB;
  return isGithub && !EXACT_GITHUB.test(subject)
    ? {
        what: 'the subject names no environment and no branch',
        field: 'subject',
        value: subject,
        exact: 'repo:<owner>/<repository>:environment:<name>',
      }
    : undefined;
}
