import { plannedClientIds, plannedTemplate, isShownPlan } from '../../lib/cli/shown-plan';
import { readClientIds } from '../../lib/cli/client-ids';
import { guid } from '../support/organisation';
import { problemsOf } from '../support/problems';

const known = { orders: guid(7) };
const plan = (change: object, more: object = {}): Readonly<Record<string, unknown>> => ({
  format_version: '1.2',
  planned_values: { root_module: {} },
  output_changes: { client_ids: change },
  ...more,
});

test.each([
  ['all are known', plan({ after: known, after_unknown: false }), { ids: known, later: [] }],
  ['one is not', plan({ after: known, after_unknown: { stock: true } }), { ids: known, later: ['stock'] }],
  ['none is', plan({ after: {}, after_unknown: { orders: true } }), { ids: {}, later: ['orders'] }],
  ['not even their keys', plan({ after_unknown: true }), { ids: {}, later: 'all' }],
  ['the output goes', plan({ after: null, after_unknown: false }), undefined],
  ['there is no output', { format_version: '1.2', planned_values: {} }, undefined],
])('client ids of a plan: %s', (_, shown, expected) => {
  expect([isShownPlan(shown), plannedClientIds(shown)]).toEqual([true, expected]);
});

test('an id of a plan that is no GUID is refused, and a plan without ids too', () => {
  const wrong = JSON.stringify(plan({ after: { orders: 'x' }, after_unknown: false }));
  const none = JSON.stringify({ format_version: '1.2', values: {} });

  expect(problemsOf(() => readClientIds(wrong, 'tfplan.json')).map(({ what }) => what)).toEqual(['has no GUID for "orders"']);
  expect(problemsOf(() => readClientIds(none, 'tfplan.json')).map(({ what }) => what)).toEqual(['does not hold the output client_ids']);
});

test.each([
  ['failed', { errored: true }, 'is of a plan that failed'],
  ['has no gateway', {}, 'does not hold terraform_data.gateway with its configuration'],
  ['has a gateway without texts', { triggers_replace: null }, 'does not hold terraform_data.gateway with its configuration'],
  [
    'has texts that are not whole',
    { triggers_replace: { settings: '{', apis: {} } },
    'holds a configuration of the gateway that is not whole',
  ],
])('a plan that %s has no template', (_, values, expected) => {
  const resources = [{ address: 'terraform_data.gateway', values }, null];
  const shown = { format_version: '1.2', planned_values: { root_module: { resources } }, ...('errored' in values && values) };

  expect(problemsOf(() => plannedTemplate(shown, 'tfplan.json')).map(({ what }) => what)).toEqual([expected]);
});
