import { type SandboxAnswer } from '../call';

/** What the gateway refused a call for, where it says so: of what disagrees, where to look. */
export function reasonOf({ observed }: SandboxAnswer): readonly string[] {
  const failed = observed?.checks.find(({ outcome }) => outcome === 'fail');
  return failed === undefined ? [] : [`because of ${failed.by}, ${failed.what}: found ${failed.found}, expected ${failed.expected}`];
}
