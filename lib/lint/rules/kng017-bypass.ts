import { findShadows, requestLine } from '../../access';
import { defineRule } from '../rule';
import { type RuleFinding } from '../types';
import { type LintRoute } from '../view/routes';
import { type LintView } from '../view/view';

export const kng017 = defineRule({
  id: 'KNG017',
  severity: 'error',
  title: 'Nothing goes round a route that authenticates',
  cause:
    'Tokens over plain http can be read by whoever stands between; an open route that takes requests of a guarded one makes its guard void.',
  fix: 'set `protocols` to [https]; let the path of the open route end where it should, and be more specific',
  source: 'https://developer.konghq.com/gateway/entities/route/',
  needs: ['gateway'],
  *check(view) {
    for (const one of view.routes) yield* inClear(one);
    // That declared routes do not take each other's requests is settled when they are rendered.
    if (view.input.definition === undefined) yield* takenByOpen(view);
  },
});

function* inClear({ route, subject, place, authentication, isReachable }: LintRoute): Iterable<RuleFinding> {
  const plain = (route.protocols ?? ['http', 'https']).find((protocol) => protocol === 'http' || protocol === 'grpc' || protocol === 'ws');
  if (authentication === undefined || !isReachable || plain === undefined) return;
  yield {
    subject,
    message: `tokens are taken over plain ${plain}`,
    place: { ...place, field: 'protocols' },
    disagree: [
      { what: 'protocols', value: (route.protocols ?? ['http', 'https']).join(', '), where: place.entity ?? subject },
      { what: 'protocols that are encrypted', value: 'https', where: 'KNG017' },
    ],
  };
}

function* takenByOpen(view: LintView): Iterable<RuleFinding> {
  const byRoute = new Map(view.routes.map((one) => [one.route, one]));
  const isOpen = ({ authentication, isReachable }: LintRoute): boolean => authentication === undefined && isReachable;
  if (!view.routes.some(isOpen)) return;
  const seen = new Set<string>();
  const flavor = view.input.gateway?.settings.flavor ?? 'traditional_compatible';
  for (const shadow of findShadows({ flavor, routes: view.routes.map(({ route }) => route) })) {
    const [guarded, open] = [byRoute.get(shadow.route), shadow.by && byRoute.get(shadow.by)];
    if (guarded?.authentication === undefined || open === undefined || !isOpen(open) || shadow.kind === 'not-judged') continue;
    const subject = `${open.subject}/${guarded.subject}`;
    if (seen.has(subject)) continue;
    seen.add(subject);
    yield {
      subject,
      message: `the route ${JSON.stringify(open.subject)}, which authenticates nobody, takes requests of ${JSON.stringify(guarded.subject)}${shadow.request === undefined ? '' : `, for example ${requestLine(shadow.request)}`}`,
      place: open.place,
      disagree: [
        { what: 'route that takes it', value: open.subject, where: open.place.entity ?? '' },
        { what: 'route it is meant for', value: guarded.subject, where: guarded.place.entity ?? '' },
      ],
    };
  }
}
