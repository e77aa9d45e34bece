import { readChanges } from '../../terraform';
import { type Disagreement } from '../report';
import { strangers } from '../side/deployed/content';
import { differing } from '../side/deployed/same-configuration';
import { fileOf, type Side } from '../side/side';
import { plannedOtherwise } from './values';

/**
 * Where what a plan applies is not what the synthesized stack beside it says. What is planned is applied, and what is synthesized is
 * what the rows of a review are made of.
 *
 * @throws DefinitionError where a plan is not whole
 */
export function ofPlans({ stacks }: Side): readonly Disagreement[] {
  return stacks.flatMap(({ name, plan, synthesized }) => {
    if (plan === undefined || synthesized === undefined) return [];
    const planned = readChanges(plan.content, plan.source);
    const strange = [...new Set([...strangers(synthesized.content, planned), ...differing(synthesized.content, planned)])].sort();
    const other = plannedOtherwise(synthesized, plan).filter((one) => !strange.includes(one.split(' ')[0] ?? ''));
    const told = (what: string, found: readonly string[]): readonly Disagreement[] =>
      found.length === 0
        ? []
        : [
            {
              what: `${what}: ${some(found)}`,
              was: 'cdk.tf.json',
              now: 'the plan',
              place: { file: fileOf(name, 'cdk.tf.json'), path: [], side: 'head' },
            },
          ];
    return [
      ...told(`the plan of ${name} is of another configuration than cdk.tf.json is`, strange),
      ...told(`the plan of ${name} gives other values than cdk.tf.json says`, other),
    ];
  });
}

/** Most places that a sentence names. */
const MOST = 5;

function some(found: readonly string[]): string {
  const more = found.length > MOST ? ` and ${String(found.length - MOST)} more` : '';
  return `${found.slice(0, MOST).join(', ')}${more}`;
}
