import { type SynthOutput } from '../../lib/review';
import { edited, reviewed, shop } from '../support/review-shop';

const base = shop();

/** What is told of the head, one line each. */
function told(head: SynthOutput, before = base): readonly string[] {
  return reviewed(before, head).deployments.flatMap(({ changes }) =>
    changes.map(({ effect, subject, what }) => `${effect} ${subject}: ${what}`),
  );
}

test('one role is one role', () => {
  const head = edited(base, 'cdk.tf.json', ['resource', 'azuread_application', 'extra'], {
    display_name: 'extra',
    app_role: [{ id: 'aaaaaaaa-1111-4222-8333-444444444444', value: 'Extra', enabled: true, allowed_member_types: ['Application'] }],
  });

  expect(told(head)).toContain('neutral shop-test/azuread_application.extra: a registration is made: 1 role, 0 scopes');
});
