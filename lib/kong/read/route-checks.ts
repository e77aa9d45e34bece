import type { RouterFlavor } from '../../router';
import { expressionProblem } from './expression';
import { isEmpty } from './fields';
import { fieldPath, type Problems } from './problems';
import type { Family } from './route-rules';
import { listOf, own, type Table, type Value } from './value';

const SHOW_SNI: readonly Value[] = ['grpcs', 'https', 'tls', 'tls_passthrough'];

/** What makes a route match: it needs one of them, which ones is a matter of its protocols. */
interface Need {
  readonly protocols: readonly string[];
  readonly anyOf: readonly string[];
}

const NEEDS: Readonly<Record<Family, readonly Need[]>> = {
  http: [
    { protocols: ['https'], anyOf: ['methods', 'hosts', 'headers', 'paths', 'snis'] },
    { protocols: ['http'], anyOf: ['methods', 'hosts', 'headers', 'paths'] },
  ],
  grpc: [
    { protocols: ['grpcs'], anyOf: ['hosts', 'headers', 'paths', 'snis'] },
    { protocols: ['grpc'], anyOf: ['hosts', 'headers', 'paths'] },
  ],
  stream: [
    { protocols: ['tcp', 'tls', 'udp'], anyOf: ['sources', 'destinations', 'snis'] },
    { protocols: ['tls_passthrough'], anyOf: ['snis'] },
  ],
};

const MATCHED = ['snis', 'sources', 'destinations', 'methods', 'hosts', 'paths', 'headers'];
/** Fields without which the expression of a route is not looked at. */
const OF_EXPRESSION = ['id', 'protocols', ...MATCHED, 'expression', 'regex_priority', 'priority'];

/** What a route as a whole must be. `wrong` says whether a field is. */
export function checkRoute(
  route: Table,
  { family, flavor, path }: { readonly family: Family; readonly flavor: RouterFlavor; readonly path: string },
  wrong: (field: string) => boolean,
  problems: Problems,
): void {
  const protocols = wrong('protocols') ? undefined : listOf(own(route, 'protocols') ?? null);
  const snisWrong = protocols !== undefined && checkSnis(route, protocols, path, wrong, problems);
  if (flavor !== 'traditional' && !snisWrong && !OF_EXPRESSION.some(wrong)) {
    const problem = combinationProblem(route) ?? expressionProblem(route, family);
    if (problem !== undefined) problems.add(path, problem);
  }
  if (protocols === undefined) return;
  const need = NEEDS[family].find((one) => one.protocols.some((protocol) => protocols.includes(protocol)));
  if (need === undefined) return;
  const anyOf = flavor === 'expressions' ? [...need.anyOf, 'expression'] : need.anyOf;
  if (anyOf.every((field) => isEmpty(own(route, field))))
    problems.add(path, `matches nothing: where protocols has ${need.protocols.join(' or ')}, set one of ${anyOf.join(', ')}`);
}

function checkSnis(
  route: Table,
  protocols: readonly Value[],
  path: string,
  wrong: (field: string) => boolean,
  problems: Problems,
): boolean {
  const snis = own(route, 'snis') ?? null;
  if (snis === null || protocols.some((protocol) => SHOW_SNI.includes(protocol))) return false;
  if (listOf(snis)?.length === 0) return false;
  const why = `need TLS: add one of ${SHOW_SNI.join(', ')} to protocols, or remove snis`;
  if (!wrong('snis')) problems.add(fieldPath(path, 'snis'), `${why}; requests of these protocols carry no server name`);
  problems.add(path, `its snis ${why}`);
  return true;
}

/** Fields of the flavor `expressions` that exclude others. */
function combinationProblem(route: Table): string | undefined {
  const expression = (own(route, 'expression') ?? null) !== null;
  const others = MATCHED.filter((field) => !isEmpty(own(route, field)));
  if (expression && others.length > 0) return `has both an expression and ${others.join(', ')}; say it all in the expression`;
  if (expression && (own(route, 'regex_priority') ?? 0) !== 0) return 'has both an expression and regex_priority; use priority';
  if (others.length > 0 && (own(route, 'priority') ?? 0) !== 0) return 'has a priority, which is for an expression; use regex_priority';
  return undefined;
}
