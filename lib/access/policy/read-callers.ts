import { isPlainObject, show } from '../../model';
import { type EntersAs, type OpenSet } from '../matrix-entry';
import { OPEN_SETS, partyName, type Party } from './party';
import { type PolicyReader } from './reader';

const EXPECTED = 'the key of a caller, or an object with `caller` or `openSet`';

/** The callers of a list, each once. */
export function readCallers(value: unknown, where: string, reader: PolicyReader): readonly Party[] {
  const seen = new Set<string>();
  return (reader.list(value, where) ?? []).flatMap((item, index) => {
    const place = `${where}[${index}]`;
    return readCaller(item, place, reader).filter((party) => {
      const name = partyName(party);
      const isNew = !seen.has(name);
      seen.add(name);
      if (!isNew) reader.invalid(place, `names ${show(name)} a second time`, 'name it once');
      return isNew;
    });
  });
}

/** The parties one entry stands for; none where it is wrong. */
export function readCaller(value: unknown, where: string, reader: PolicyReader): readonly Party[] {
  if (typeof value === 'string') return named({ caller: value }, where, reader);
  if (isPlainObject(value) && Object.hasOwn(value, 'openSet')) {
    const fields = reader.object(value, where, ['openSet', 'as'], EXPECTED);
    return fields === undefined ? [] : openSet(fields, where, reader);
  }
  const fields = reader.object(value, where, ['caller', 'for'], EXPECTED);
  return fields === undefined ? [] : named(fields, where, reader);
}

function named(fields: Readonly<Record<string, unknown>>, where: string, reader: PolicyReader): readonly Party[] {
  const caller = reader.text(fields['caller'], where, EXPECTED);
  const people = fields['for'] === undefined ? undefined : readPeople(fields['for'], `${where}.for`, reader);
  if (caller === undefined || !reader.known(caller, 'callers', where)) return [];
  if (people === undefined) return [{ kind: 'application', caller }];
  return people.map((principals) => ({ kind: 'person', caller, principals }));
}

/** More at once nobody is asked to be, and each costs a decision. */
const MOST_TOGETHER = 20;

function readPeople(value: unknown, where: string, reader: PolicyReader): readonly (readonly string[])[] {
  const texts = typeof value === 'string' ? [value] : (reader.list(value, where) ?? []);
  if (texts.length === 0)
    reader.invalid(where, 'names nobody', 'write `anybody`, groups or people, or leave `for` out for the caller itself');
  return texts.flatMap((item, index) => {
    const place = typeof value === 'string' ? where : `${where}[${index}]`;
    const text = reader.text(item, place, 'a text such as `group staff`');
    if (text === undefined) return [];
    if (text === 'anybody') return [[]];
    const names = text.split(' and ');
    if (names.length > MOST_TOGETHER) {
      reader.invalid(place, `asks for ${names.length} groups at once`, `name at most ${MOST_TOGETHER}`);
      return [];
    }
    if (!names.map((name) => reader.known(name, 'principals', place)).every(Boolean)) return [];
    return [[...new Set(names)].sort()];
  });
}

function openSet(fields: Readonly<Record<string, unknown>>, where: string, reader: PolicyReader): readonly Party[] {
  const { openSet: set, as } = fields;
  if (typeof set !== 'string' || !Object.hasOwn(OPEN_SETS, set)) {
    reader.invalid(where, `${show(set)} is no open set; there is ${Object.keys(OPEN_SETS).join(', ')}`, 'write one of those');
    return [];
  }
  const ways = OPEN_SETS[set as OpenSet];
  if (as !== undefined && !(ways.length > 1 && ways.includes(as as EntersAs))) {
    reader.invalid(`${where}.as`, `is ${show(as)}`, 'leave it out; only `other-tenants` has it: application or person');
    return [];
  }
  return ways.filter((way) => as === undefined || way === as).map((way) => ({ kind: 'open', set: set as OpenSet, as: way }));
}
