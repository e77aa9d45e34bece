import { type PolicyCoverage } from './report';
import { percentOf, percentText } from './text';

/** The least coverage that is enough, in percent. */
export type CoverageThresholds = Readonly<Partial<Record<keyof PolicyCoverage, number>>>;

/** Each coverage that is too small, in words. */
export function coverageMisses(coverage: PolicyCoverage, thresholds: CoverageThresholds): readonly string[] {
  return (['routes', 'grants', 'assignments'] as const).flatMap((what) => {
    const least = thresholds[what];
    if (least === undefined || percentOf(coverage[what]) >= least) return [];
    return [`coverage of ${what} is ${percentText(coverage[what])}, less than ${least}%`];
  });
}
