import fc from 'fast-check';
import { sharing } from '../../lib/review/side/sharing';

const text = (value: unknown): string => JSON.stringify(value);

test('a document says what it said, to the order of its names, whatever it shares', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (now, was) => {
      const before = [text(now), text(was)];
      const parsed = JSON.parse(before[0] ?? '') as unknown;

      expect([text(sharing(parsed, was)), text(was)]).toEqual(before);
    }),
  );
});

test('what is the same is held once, and what differs is not', () => {
  const was = { a: { x: [1, { y: 2 }] }, b: { one: 1, two: 2 }, c: 3 };
  const now = sharing({ a: { x: [1, { y: 2 }] }, b: { two: 2, one: 1 }, c: 4, ['__proto__']: { d: 5 } }, was);

  expect(now.a).toBe(was.a);
  expect(now.b).not.toBe(was.b);
  expect(now.c).toBe(4);
  expect(sharing(JSON.parse(text(was)), was)).toBe(was);
});
