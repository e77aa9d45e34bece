import { type NotChecked, type Rule, type RuleInput } from './types';
import { type LintView } from './view/view';

/** What a rule needs, and what to say where it is not there. */
const LACKING: Readonly<Record<RuleInput, { readonly isThere: (view: LintView) => boolean; readonly why: string }>> = {
  directory: {
    isThere: ({ input }) => input.directory !== undefined,
    why: 'nothing says what is registered in Entra: give a synthesized stack or a plan',
  },
  gateway: {
    isThere: ({ input }) => input.gateway !== undefined,
    why: 'nothing says what runs on the gateway: give a Kong file or a gateway.json',
  },
  base: { isThere: ({ input }) => input.base?.directory !== undefined, why: 'nothing says what was registered before: give the base' },
  others: {
    isThere: ({ others }) => others.some(({ input }) => input.gateway !== undefined),
    why: 'there is no other environment to compare with',
  },
  version: { isThere: ({ input }) => input.gateway?.settings.version !== undefined, why: 'the version of Kong is not known' },
  lifecycle: {
    isThere: ({ input }) => input.hasLifecycle === true,
    why: 'a plan does not say what is protected: give the synthesized stack',
  },
};

/** What a rule needs and the input lacks. */
export function lacks({ needs }: Rule, view: LintView): readonly RuleInput[] {
  return needs.filter((need) => !LACKING[need].isThere(view));
}

/** What was not checked, and why: silence must not look like nothing found. */
export function notChecked(rules: readonly Rule[], view: LintView): readonly NotChecked[] {
  const deployment = view.input.name;
  const byWhy = new Map<string, string[]>();
  for (const rule of rules) {
    const why = lacks(rule, view)
      .map((need) => LACKING[need].why)
      .join('; ');
    if (why !== '') byWhy.set(why, [...(byWhy.get(why) ?? []), rule.id]);
  }
  return [
    ...[...byWhy].map(([why, ids]) => ({ deployment, rules: ids, why })),
    ...[...unjoined(view), ...halves(view), ...unread(view)].map((one) => ({ deployment, ...one })),
  ];
}

type Part = Pick<NotChecked, 'rules' | 'why'>;

/** Audiences of no application that is known, while some are known. */
function unjoined({ input, guards, directory }: LintView): readonly Part[] {
  if (input.directory === undefined || input.gateway === undefined) return [];
  const open = guards.filter(
    ({ issuer, audiences }) => issuer !== undefined && audiences.some(({ application }) => application === undefined),
  );
  const [first] = open;
  const tenant =
    directory.tenantId === null && guards.length > 0
      ? [{ rules: ['X001'], why: 'the tenant of the registrations is not known: the provider azuread does not say `tenant_id`' }]
      : [];
  if (first === undefined) return tenant;
  const audience = first.audiences.find(({ application }) => application === undefined)?.text ?? '';
  return [
    ...tenant,
    {
      rules: ['X001', 'X002', 'X003', 'X004', 'X005', 'X006'],
      why: `the application of ${open.length} of ${guards.length} configurations is not known here, such as ${audience} of ${first.targets[0]?.subject ?? ''}: give the plan that registers it`,
    },
  ];
}

/** Rules that look at both halves where there are both, and go on with one. */
function halves({ input }: LintView): readonly Part[] {
  return input.gateway !== undefined && input.directory === undefined
    ? [{ rules: ['CRD001'], why: 'nothing says what secrets the registrations have: what is on the gateway alone was checked' }]
    : [];
}

function unread({ directory }: LintView): readonly Part[] {
  const types = [...new Set(directory.unread.map(({ type }) => type))].sort();
  return types.length === 0 ? [] : [{ rules: [], why: `${types.join(', ')} ${types.length === 1 ? 'is' : 'are'} not read` }];
}
