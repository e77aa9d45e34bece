import { isElsewhere, type Side } from './side';

/**
 * Whether a gateway is let go of: its configuration is no longer synthesized. Nothing synchronizes it then, so that it goes on with
 * what it has.
 */
export function isLetGo(base: Side | undefined, head: Side | undefined): boolean {
  if (base?.template === undefined || isElsewhere(base)) return false;
  // One that cannot be read is there all the same, and nobody knows what it does.
  return head === undefined || (head.template === undefined && !head.problems.some((problem) => problem.startsWith(head.templateFile)));
}

/** The head, where its gateway is let go of with what that goes on with: its routes, and the ids that they have of registrations. */
export function withGatewayOf(base: Side | undefined, head: Side | undefined): Side | undefined {
  if (base?.template === undefined || head === undefined || !isLetGo(base, head)) return head;
  const { template, templateFile, markers } = base;
  return { ...head, template, templateFile, markers };
}
