import { type ChangeRow } from '../report';
import { isLetGo } from '../side/let-go';
import { type Side } from '../side/side';
import { type Context } from './context';

/** Deployments and stacks that are there on one side alone, and a tenant that becomes another. */
export function stackRows(name: string, context: Context): readonly ChangeRow[] {
  const { base, head, leaves } = context;
  const [was, now] = [namesOf(base), namesOf(head)];
  const other = base?.stacks.find((stack) => stack.name === name)?.writtenAs;
  if (other !== undefined) return otherEnvironment(other, context);
  const row = (stack: string, what: string, isGone: boolean): ChangeRow => ({
    section: 'stacks',
    subject: stack,
    what,
    effect: 'unknown',
    isBlocking: isGone,
    notes: isGone ? ['nothing of it is destroyed by that alone: what it made stays, and nobody manages it any more'] : [],
    places: [...leaves.takeStack(stack), ...(stack === name ? leaves.takeGateway() : [])],
  });
  return [
    ...[...was].filter((stack) => !now.has(stack)).map((stack) => row(stack, goneText(stack === name), true)),
    ...[...now]
      .filter((stack) => !was.has(stack))
      .map((stack) => row(stack, stack === name ? 'the whole deployment is new' : 'the stack is new', false)),
    ...(base && head ? [...gatewayRow(base, head, context), ...tenantRows(base, head)] : []),
  ];
}

/** A gateway that goes on without anybody who synchronizes it, while the rest of its deployment is there. */
function gatewayRow(base: Side, head: Side, { leaves }: Context): readonly ChangeRow[] {
  if (!isLetGo(base, head)) return [];
  const places = leaves.take(`${base.name}/terraform_data.gateway`, ({ row, status }) => row !== undefined && status === 'gone');
  return [
    {
      section: 'stacks',
      subject: base.name,
      what: 'the configuration of the gateway is gone from what was synthesized',
      effect: 'unknown',
      isBlocking: true,
      notes: ['its routes stay as they are, with whoever they let in, and nobody manages them any more'],
      places: [{ place: { file: base.templateFile, path: [], side: 'base' } }, ...places],
    },
  ];
}

/** Stacks that one of two environments has and the other has not. */
function otherEnvironment(other: string, { base, head, leaves }: Context): readonly ChangeRow[] {
  const [was, now] = [namesOf(base), namesOf(head)];
  const alone = [...new Set([...was, ...now])].filter((stack) => was.has(stack) !== now.has(stack));
  return alone.map((stack) => ({
    section: 'stacks',
    subject: stack,
    what: was.has(stack) ? `${other} has such a stack, and this deployment has none` : `${other} has no such stack`,
    effect: 'neutral',
    isBlocking: false,
    notes: [],
    places: leaves.takeStack(stack),
  }));
}

function goneText(isWhole: boolean): string {
  return isWhole ? 'the whole deployment is gone from what was synthesized' : 'the stack is gone from what was synthesized';
}

function namesOf(side: Side | undefined): ReadonlySet<string> {
  return new Set((side?.stacks ?? []).map(({ name }) => name));
}

function tenantRows({ directory: was, name }: Side, { directory: now }: Side): readonly ChangeRow[] {
  if (was.tenantId === now.tenantId) return [];
  return [
    {
      section: 'stacks',
      subject: name,
      what: 'the tenant becomes another: every registration, grant and token is of another directory',
      was: was.tenantId ?? 'not known',
      now: now.tenantId ?? 'not known',
      effect: 'broadened',
      isBlocking: true,
      notes: [],
      places: [],
    },
  ];
}
