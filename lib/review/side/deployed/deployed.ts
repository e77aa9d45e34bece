import { throwIfAny, type Problem } from '../../../errors';
import { parseJson } from '../../../model';
import { isObject, readChanges, type Json, type PlannedChanges } from '../../../terraform';
import { isStack, LOCK_FILE, type StackFiles, type SynthOutput } from '../files';
import { fileOf, sidesOf } from '../side';
import { deployedContent, strangers } from './content';
import { deployedTemplate } from './gateway';
import { differing } from './same-configuration';

/**
 * What is deployed, as if it had been synthesized: the head's own files, put back to what the states have that its plans were made
 * from. Values of a state that are marked as secrets, or whose meaning nobody here knows, are in none of them.
 *
 * A stack of whose state nothing is managed is left out, as if it had not been there.
 *
 * @param stack The one deployment that is asked for. @default - all
 * @throws DefinitionError where a stack has no plan, or one that is not whole or not of it
 */
export function deployedOutput(head: SynthOutput, stack?: string): SynthOutput {
  const asked = (stack === undefined ? head.stacks : stacksOf(head, stack)).filter(isStack);
  throwIfAny(asked.filter(({ plan }) => plan === undefined).map(({ name }) => missing(name)));
  const read = asked.map((one) => ({ ...one, ...contentOf(one) }));
  throwIfAny(read.flatMap((one) => foreign(one.name, one.source, one.written, one.planned)));
  return {
    source: 'deployed',
    stacks: read.flatMap((one) => {
      if (one.planned.changes.every(({ before }) => before === undefined)) return [];
      return [{ name: one.name, isDeployed: true, files: filesOf(one), beside: one.beside ?? {} }];
    }),
  };
}

function filesOf({ files, source, written, planned }: Pick<StackFiles, 'files'> & Read): StackFiles['files'] {
  const [gateway, lock] = [deployedTemplate(planned, files['gateway.json'], source), files[LOCK_FILE]];
  return {
    'cdk.tf.json': `${JSON.stringify(deployedContent(written, planned), null, 2)}\n`,
    ...(gateway !== undefined && { 'gateway.json': gateway }),
    // Which versions of providers ran before stands in no state.
    ...(lock !== undefined && { [LOCK_FILE]: lock }),
  };
}

function stacksOf(head: SynthOutput, deployment: string): readonly StackFiles[] {
  const unplanned = { ...head, stacks: head.stacks.map(({ name, files }) => ({ name, files })) };
  const names =
    sidesOf(unplanned)
      .find(({ name }) => name === deployment)
      ?.stacks.map(({ name }) => name) ?? [];
  return head.stacks.filter(({ name }) => names.includes(name));
}

function missing(name: string): Problem {
  return {
    where: 'kong-entra review',
    what: `what of the stack ${name} is deployed is not known: it has no plan`,
    fix: `pass --plan ${name}=FILE, with what \`terraform show -json tfplan\` prints`,
    code: 'PLAN_MISSING',
  };
}

interface Read {
  readonly source: string;
  readonly written: Json;
  readonly planned: PlannedChanges;
}

function contentOf({ name, files, plan = { source: '', text: '' } }: StackFiles): Read {
  const { source, text } = plan;
  const written = parseJson(files['cdk.tf.json'] ?? '{}', fileOf(name, 'cdk.tf.json'));
  return { source, written: isObject(written) ? written : {}, planned: readChanges(parseJson(text, source), source) };
}

/** Most addresses that an error names. */
const MOST = 5;

/** A plan of something else says nothing of what this stack does to what is deployed. */
function foreign(name: string, source: string, written: Json, planned: PlannedChanges): readonly Problem[] {
  const found = [...new Set([...strangers(written, planned), ...differing(written, planned)])].sort();
  if (found.length === 0) return [];
  const more = found.length > MOST ? ` and ${String(found.length - MOST)} more` : '';
  return [
    {
      where: source,
      what: `is no plan of the stack ${name} as HEAD has it: ${found.slice(0, MOST).join(', ')}${more} ${found.length === 1 ? 'is' : 'are'} not in both of them, or not alike`,
      fix: 'synthesize, then plan all of what was synthesized, and pass both',
      code: 'PLAN_FOREIGN',
    },
  ];
}
