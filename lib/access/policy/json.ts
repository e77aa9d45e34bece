import { visibleJson } from '../visible';
import { type NamedReport } from './text';

/** Reports as one JSON document, with every check. */
export function policyJson(reports: readonly NamedReport[]): string {
  const deployments = reports.map(({ deployment, report: { formatVersion: _, ...report }, misses }) => ({ deployment, misses, ...report }));
  const passed = deployments.every(({ holds, misses }) => holds && misses.length === 0);
  return visibleJson({ formatVersion: 1, passed, deployments });
}
