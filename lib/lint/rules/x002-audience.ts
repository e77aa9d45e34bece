import { type Application } from '../../terraform';
import { defineRule } from '../rule';
import { type RuleFinding } from '../types';
import { type Guard, type GuardAudience } from '../view/guards';
import { type LintView } from '../view/view';
import { onTargets } from './guard-rule';

export const x002 = defineRule({
  id: 'X002',
  severity: 'error',
  title: 'The audience is the client id of the API the route belongs to',
  cause:
    'With that of another application its tokens are let in and the API’s own are refused; an identifier URI is in no token of version 2.',
  fix: 'set `audience_required` to the client id of the application that declares what the route requires',
  source: 'https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference',
  needs: ['directory', 'gateway'],
  *check(view) {
    for (const guard of view.guards) {
      const own = ownApplication(view, guard);
      for (const audience of guard.audiences) yield* wrongIn(view, guard, audience, own);
    }
  },
});

function* wrongIn(view: LintView, guard: Guard, audience: GuardAudience, own: Owner | undefined): Iterable<RuleFinding> {
  const { application, by, text } = audience;
  const field = guard.plugin === 'oidc' ? 'bearer_jwt_auth_allowed_auds' : 'audience_required';
  const found = (message: string, what: string, value: string, by: string): readonly RuleFinding[] =>
    onTargets(guard, field, ({ subject, place, where }) => ({
      subject,
      message,
      place,
      disagree: [
        { what: field, value: text, where },
        { what, value, where: by },
      ],
    }));
  if (application !== undefined && by === 'identifier URI' && application.tokenVersion === 2) {
    yield* found(
      'the audience is an identifier URI, and tokens of version 2 carry the client id',
      'client id',
      idOf(application),
      application.place.resource.address,
    );
  } else if (
    own !== undefined &&
    application?.identity !== own.application.identity &&
    (application !== undefined || own.isCertain || isClientId(text))
  ) {
    const whose = application === undefined ? 'of no application that is known here' : `of ${view.subjectOf(application)}`;
    yield* found(
      `the audience is ${whose}, and the route is of ${view.subjectOf(own.application)}`,
      `client id of ${view.subjectOf(own.application)}`,
      idOf(own.application),
      own.why,
    );
  }
}

function isClientId(text: string): boolean {
  return /^[0-9a-f-]{36}$/i.test(text) || text.startsWith('@@');
}

function idOf({ clientId, place }: Application): string {
  return clientId ?? `${place.resource.address}.client_id`;
}

interface Owner {
  readonly application: Application;
  /** What says so. */
  readonly why: string;
  readonly isCertain: boolean;
}

/** The application a guard's routes belong to: the definition says it, else that one alone which declares all that is required. */
function ownApplication(view: LintView, { routes, roles, scopes }: Guard): Owner | undefined {
  const keys = new Set(routes.map(({ api }) => api));
  const [key] = keys;
  if (keys.size === 1 && key !== undefined) {
    const application = view.application(view.input.clients?.get(key) ?? '');
    if (application !== undefined) return { application, why: `apis ${key}`, isCertain: true };
  }
  const values = new Set([...roles, ...scopes].flat());
  if (values.size === 0) return undefined;
  const declaring = view.directory.applications.filter((application) => {
    const declared = new Set([...application.roles, ...application.scopes].map(({ value }) => value));
    return [...values].every((value) => declared.has(value));
  });
  const [only] = declaring;
  return only === undefined || declaring.length > 1
    ? undefined
    : { application: only, why: `${only.place.resource.address}, which declares ${[...values].join(', ')}`, isCertain: false };
}
