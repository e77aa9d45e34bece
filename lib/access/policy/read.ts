import { shapeProblem, show } from '../../model';
import { partyName, type Party } from './party';
import { type PolicySource } from './policy';
import { readCalled, CALLED_FIELDS, type Called } from './read-called';
import { readCallers } from './read-callers';
import { type PolicyReader } from './reader';

/** An expectation, checked, with names looked up. */
export interface CheckedExpectation {
  readonly file: string;
  /** Its place in the file. */
  readonly index: number;
  readonly name: string;
  readonly called: Called;
  readonly says: Saying;
}

/** What an expectation says of callers. */
export type Saying =
  | { readonly kind: 'exactly'; readonly callers: readonly Party[] }
  | { readonly kind: 'some'; readonly may: readonly Party[]; readonly mayNot: readonly Party[] };

/** The expectations of a policy; what is wrong is with the reader. */
export function readPolicy({ file, policy }: PolicySource, reader: PolicyReader): readonly CheckedExpectation[] {
  const content = reader.object(policy, file, ['formatVersion', 'expectations'], 'an object with formatVersion and expectations');
  if (content === undefined) return [];
  if (content['formatVersion'] !== 1) reader.report(shapeProblem(`${file} formatVersion`, content['formatVersion'], 'the number 1'));
  const list = reader.list(content['expectations'], `${file} expectations`) ?? [];
  // Nothing that is expected would hold for every gateway.
  if (Array.isArray(content['expectations']) && list.length === 0)
    reader.invalid(`${file} expectations`, 'is empty', 'write who may call what');
  return list.flatMap((item, index) => readExpectation(item, index, file, reader));
}

const FIELDS = ['name', ...CALLED_FIELDS, 'callers', 'may', 'mayNot'];

function readExpectation(value: unknown, index: number, file: string, reader: PolicyReader): readonly CheckedExpectation[] {
  const where = `${file} expectations[${index}]`;
  const fields = reader.object(value, where, FIELDS, 'an object with a route or a request, and callers');
  if (fields === undefined) return [];
  const called = readCalled(fields, where, reader);
  const says = readSaying(fields, where, reader);
  const name = fields['name'] === undefined ? '' : readName(fields['name'], `${where}.name`, reader);
  if (called === undefined || says === undefined) return [];
  return [{ file, index, name: name === '' ? called.name : name, called, says }];
}

const LONGEST_NAME = 300;

function readName(value: unknown, where: string, reader: PolicyReader): string {
  const name = reader.text(value, where)?.trim() ?? '';
  if (typeof value === 'string' && name === '') reader.invalid(where, 'is empty', 'say what is expected, or leave it out');
  if (name.length > LONGEST_NAME) reader.invalid(where, `has ${name.length} characters`, `use at most ${LONGEST_NAME}`);
  return name;
}

function readSaying(fields: Readonly<Record<string, unknown>>, where: string, reader: PolicyReader): Saying | undefined {
  const { callers, may, mayNot } = fields;
  const isPartial = may !== undefined || mayNot !== undefined;
  if ((callers === undefined) === !isPartial)
    return reader.invalid(
      where,
      isPartial ? 'has `callers` beside `may` or `mayNot`' : 'says of nobody whether he may',
      'write `callers` for all who may, [] for nobody; or `may` and `mayNot` for some who may and may not',
    );
  if (callers !== undefined) return { kind: 'exactly', callers: readCallers(callers, `${where}.callers`, reader) };
  const said = {
    kind: 'some' as const,
    may: may === undefined ? [] : readCallers(may, `${where}.may`, reader),
    mayNot: mayNot === undefined ? [] : readCallers(mayNot, `${where}.mayNot`, reader),
  };
  if ([may, mayNot].every((list) => list === undefined || (Array.isArray(list) && list.length === 0)))
    reader.invalid(where, 'names nobody who may or may not', 'name somebody, or write `callers: []` if nobody may');
  const allowed = new Set(said.may.map(partyName));
  for (const name of said.mayNot.map(partyName).filter((one) => allowed.has(one)))
    reader.invalid(where, `says of ${show(name)} that it may and may not`, 'leave one of both out');
  return said;
}
