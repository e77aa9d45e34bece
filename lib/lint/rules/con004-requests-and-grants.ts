import { defineRule } from '../rule';
import { granted, isComparable, isKnown, requested, type HeldPermission } from '../view/permissions';

export const con004 = defineRule({
  id: 'CON004',
  severity: 'warning',
  title: 'What a client asks for is granted, and what is granted is asked for',
  cause:
    'A request without a grant fails at run time or waits for an administrator; a grant without a request is missing from every review of the registration.',
  fix: 'grant what is asked for, or take one of the two away',
  source: 'docs/entra.md, "Consents"',
  needs: ['directory'],
  *check(view) {
    const { definition } = view.input;
    const [asked, given] = [requested(view), granted(view)].map((all) =>
      all.filter((one) => isKnown(one.client) && isKnown(one.api) && isComparable(view, one)),
    );
    // Of an API that is registered elsewhere a request has the client id and a grant the object id; values are the same in both.
    const nameOf = ({ client, api, kind, value }: HeldPermission): string =>
      [client, view.application(api)?.identity ?? '', kind, value].join(' ');
    const [names, grants] = [new Set(asked?.map(nameOf)), new Set(given?.map(nameOf))];
    const finding = (
      one: HeldPermission,
      message: string,
    ): { subject: string; message: string; place: ReturnType<typeof view.placeOf> } => ({
      subject: `${view.nameOf(one.client)}/${view.nameOf(one.api)}/${one.value}`,
      message,
      place: view.placeOf(one.place),
    });
    // Where an administrator consents elsewhere, the definition says so.
    for (const one of definition?.environment.consent === 'request-only' ? [] : (asked ?? [])) {
      if (!grants.has(nameOf(one))) yield finding(one, `it asks for ${one.value} of ${view.nameOf(one.api)}, and nothing grants it`);
    }
    for (const one of given ?? []) {
      const application = view.application(one.client);
      // Who is registered elsewhere asks elsewhere.
      if (application === undefined || names.has(nameOf(one))) continue;
      yield finding(one, `${one.value} of ${view.nameOf(one.api)} is granted, and it does not ask for it`);
    }
  },
});
