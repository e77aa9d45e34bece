import { reviewText, type Disagreement, type LeafChange } from '../../../lib/review';
import { leaf, place, sampleReport } from '../../support/review-report';

function contradiction(what: string): Disagreement {
  return { what, was: 'access.json', now: 'the stacks', place: place('stacks/trading-prod/access.json', 1, []) };
}

test('of what stands thousands of times a terminal shows the first, and how many more there are', () => {
  const unexplained: LeafChange[] = Array.from({ length: 3_000 }, (_, at) => leaf(place('a.json', at, [`value-${String(at)}`]), '1', '2'));
  const disagreements = [
    ...Array.from({ length: 3_000 }, (_, at) => contradiction(`by the stacks client-${String(at)} holds role a of orders`)),
    contradiction('by access.json orders is closed; not by the stacks'),
  ];
  const lines = reviewText(sampleReport({ disagreements, unexplained })).split('\n');

  expect(lines.filter((line) => line.includes(' holds role a of orders'))).toHaveLength(100);
  expect(lines.filter((line) => line.includes('orders is closed'))).toHaveLength(1);
  expect(lines.filter((line) => line.includes(' value-'))).toHaveLength(100);
  expect(lines.filter((line) => line.includes('--format json')).map((line) => line.trim())).toEqual([
    'and 2900 more of the kind: --format json has all of them',
    'and 2900 more: --format json has all of them',
  ]);
});
