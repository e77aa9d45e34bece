import { type AccessMatrix, type MatrixEntry } from './matrix-entry';

/** The matrix as text for people: a line for each caller of a route, in columns. */
export function matrixTable({ entries }: AccessMatrix): string {
  const rows = [['ROUTE', 'CALLER', 'AS', 'WHO', 'BY'], ...entries.map(rowOf)];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return `${rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`;
}

function rowOf({ api, route, caller, isOpenSet, as, roles, scopes, isCertain, ...who }: MatrixEntry): readonly string[] {
  return [
    `${api}.${route}`,
    isOpenSet ? `* ${caller}` : caller,
    as,
    isCertain ? whoOf(who, as) : `${whoOf(who, as)} (not certain)`,
    [...roles.map((role) => `role ${role}`), ...scopes.map((scope) => `scope ${scope}`)].join(', ') || '-',
  ];
}

function whoOf({ principals, together }: Pick<MatrixEntry, 'principals' | 'together'>, as: MatrixEntry['as']): string {
  if (as !== 'person') return '-';
  const named = principals.map(({ kind, key }) => `${kind} ${key}`);
  return named.length === 0 ? 'everybody' : named.join(together ? ' and ' : ', ');
}
