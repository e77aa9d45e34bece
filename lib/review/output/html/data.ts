import { visible } from '../../../access';
import { type DeploymentReview, type MatrixShown, type ReviewReport, type RouteShown, type Who } from '../../report';

/** The access matrix with everything that is said more than once in a table of its own. */
interface MatrixData {
  readonly routes: readonly RouteShown[];
  readonly who: readonly Who[];
  /** Lists of places in `who`. */
  readonly sets: readonly (readonly number[])[];
  readonly needs: readonly string[];
  /** Places in `sets` and `needs` for each of `routes`. */
  readonly rows: readonly (readonly [was: number, now: number, needsWas: number, needsNow: number])[];
}

/** What the script of the page shows. A deployment without a matrix has none here either. */
interface PageData extends Omit<ReviewReport, 'deployments'> {
  readonly deployments: readonly (Omit<DeploymentReview, 'matrix'> & { readonly matrix?: MatrixData })[];
}

/**
 * A report as JSON within a script element: nothing in it ends the element or begins a comment, and every character that nobody sees is
 * written out, so that no name turns the text around it.
 */
export function pageData(report: ReviewReport): string {
  const data: PageData = {
    ...report,
    deployments: report.deployments.map(({ matrix, ...rest }) => ({ ...rest, ...(matrix && { matrix: matrixData(matrix) }) })),
  };
  return JSON.stringify(data, (_key, value: unknown) => (typeof value === 'string' ? visible(value) : value)).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function matrixData(matrix: readonly MatrixShown[]): MatrixData {
  const who = new Table<Who>(JSON.stringify);
  const sets = new Table<readonly number[]>(String);
  const needs = new Table<string>(String);
  const setOf = (all: readonly Who[]): number => sets.place(all.map((one) => who.place(one)));
  const rows = matrix.map(
    ({ was, now, needsWas, needsNow }) => [setOf(was), setOf(now), needs.place(needsWas), needs.place(needsNow)] as const,
  );
  return { routes: matrix.map(({ route }) => route), who: who.values, sets: sets.values, needs: needs.values, rows };
}

/** Values that are kept once each. */
class Table<Value> {
  readonly values: Value[] = [];
  private readonly places = new Map<string, number>();

  constructor(private readonly keyOf: (value: Value) => string) {}

  /** Where a value is, after this. */
  place(value: Value): number {
    const key = this.keyOf(value);
    const known = this.places.get(key);
    if (known !== undefined) return known;
    this.places.set(key, this.values.length);
    return this.values.push(value) - 1;
  }
}
