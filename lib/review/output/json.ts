import { visibleJson } from '../../access';
import { type ReviewReport } from '../report';

/** A report as JSON for programs; `formatVersion` changes when a field means something else or goes. */
export function reviewJson(report: ReviewReport): string {
  return visibleJson(report);
}
