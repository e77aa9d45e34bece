import { readAccess, writeAccess } from '../../lib';
import { sales } from '../../examples/sales';
import { environment } from '../support/organisation';
import { problemsOf } from '../support/problems';

test('what is written is read back the same', () => {
  const text = writeAccess(sales, environment());

  expect(readAccess(text)).toEqual({ formatVersion: 1, environment: environment(), model: sales });
});

test('the order of names in an environment does not show in the file', () => {
  const [one, other] = [
    { a: 'https://a.internal', orders: 'https://o.internal' },
    { orders: 'https://o.internal', a: 'https://a.internal' },
  ];

  expect(writeAccess(sales, environment({ upstreams: one }))).toBe(writeAccess(sales, environment({ upstreams: other })));
});

test('a file cut in half is refused with its name', () => {
  const text = writeAccess(sales, environment());

  expect(problemsOf(() => readAccess(text.slice(0, text.length / 2), 'access.json'))).toMatchObject([
    { where: 'access.json', code: 'FILE_INVALID' },
  ]);
});

test.each(['null', '[]', '{}', '{"formatVersion":2}', '"text"'])('%s is no access model', (text) => {
  expect(problemsOf(() => readAccess(text))).toMatchObject([{ code: 'FILE_INVALID' }]);
});

test('a file without a model or with one field too many is told where', () => {
  const places = (text: string): readonly string[] => problemsOf(() => readAccess(text)).map((problem) => problem.where);

  expect(places(JSON.stringify({ formatVersion: 1, environment: environment() }))).toEqual(['access.json model']);
  expect(places(writeAccess(sales, environment()).replace('"routes":', '"rotues": [], "routes":'))).toEqual(['access.json model']);
});

test('a model that was tampered with is checked as if it had just been defined', () => {
  const text = writeAccess(sales, environment()).replace('"Orders.Approve"', '"Orders.${x}"');

  expect(problemsOf(() => readAccess(text)).map((problem) => problem.code)).toContain('ROUTE_UNKNOWN_ROLE');
});
