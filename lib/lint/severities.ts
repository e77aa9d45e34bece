import { type Severity } from './types';

/** From the heaviest to the lightest. */
export const SEVERITIES: readonly (Severity | 'off')[] = ['error', 'warning', 'info', 'off'];

/** True where a severity weighs less than another. */
export function isLower(severity: Severity | 'off', than: Severity): boolean {
  return SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(than);
}
