import { RULES, type Finding } from '../../lib/lint';
import { type RuleCase } from './cases/case';
import { CONSENTS } from './cases/consents';
import { CREDENTIALS } from './cases/credentials';
import { CROSS } from './cases/cross';
import { GATEWAYS } from './cases/kong';
import { REGISTRATIONS } from './cases/registrations';
import { CLEAN, differences, lintForeign, type ForeignCase } from './foreign-case';

const CASES: readonly RuleCase[] = [...CROSS, ...REGISTRATIONS, ...CONSENTS, ...CREDENTIALS, ...GATEWAYS];

function found(one: ForeignCase, rule: string, options: Parameters<typeof lintForeign>[1] = {}): readonly Finding[] {
  return lintForeign(one, options).findings.filter((finding) => finding.rule === rule);
}

test('hand-written files of both halves that agree are clean', () => {
  expect(lintForeign(CLEAN).findings).toEqual([]);
});

test('every rule has a case with files that were not made by this library', () => {
  expect(RULES.map(({ id }) => id).filter((id) => !CASES.some(({ rule }) => rule === id))).toEqual([]);
});

describe.each(CASES)('$rule: $about', ({ rule, subjects, flagged, unflagged }) => {
  test('one difference decides', () => {
    expect(differences(flagged, unflagged)).toHaveLength(1);
    expect(found(unflagged, rule)).toEqual([]);
    expect(found(flagged, rule).map(({ key }) => key)).toEqual(subjects.map((subject) => `${rule}[${subject}]`));
  });

  test('a waiver accepts it, and it is still shown', () => {
    const waivers = subjects.map((subject) => ({ rule, subject, reason: 'Agreed with the owners', expires: '2026-12-31' }));

    expect(found(flagged, rule, { waivers, today: '2026-12-31' }).map(({ waiver: by }) => by)).toEqual(waivers);
    expect(found(unflagged, 'LNT003', { waivers })).toHaveLength(waivers.length);
  });
});

test('the test of differences counts what differs', () => {
  expect(differences({ a: 1, b: [1, 2] }, { a: 2, b: [1] })).toEqual(['.a', '.b[1]']);
  expect(differences([{ a: 1 }, { a: 2 }], [{ a: 1 }, { a: 2 }, { a: 3 }])).toEqual(['[2]']);
  expect(differences([1, 2, 3], [4])).toHaveLength(2);
  expect(differences({ a: { x: 1, y: 2 } }, {})).toEqual(['.a']);
});

test('two values that disagree are said wherever two are compared', () => {
  const compared = CASES.flatMap(({ rule, flagged }) => found(flagged, rule)).filter(({ disagree }) => disagree !== undefined);

  expect(new Set(compared.map(({ rule }) => rule)).size).toBeGreaterThanOrEqual(30);
  for (const { disagree = [] } of compared)
    for (const { what, value } of disagree) expect([what, value].every((text) => text !== '')).toBe(true);
});
