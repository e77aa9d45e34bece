import { reviewAnnotations, type LintRow, type ReviewReport } from '../../../lib/review';
import { ALL_TO_ANY } from '../../../lib/review/verdict';
import { HOSTILE, hostileReport, place, quietDeployment, reportOf, sampleDeployment, sampleReport } from '../../support/review-report';

interface Command {
  readonly kind: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Reads a line as the runner does: what it takes for separators ends a value. */
function parse(line: string): Command {
  const [, kind = '', properties = '', message = ''] = /^::(\w+) ([^]*?)::([^]*)$/.exec(line) ?? [];
  const named = properties.split(',').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), decode(pair.slice(at + 1))];
  });
  return { kind, properties: Object.fromEntries(named), message: decode(message) };
}

function decode(text: string): string {
  return text.replace(/%(0D|0A|3A|2C|25)/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}

function commands(report: ReviewReport): readonly Command[] {
  const text = reviewAnnotations(report);
  return text === '' ? [] : text.slice(0, -1).split('\n').map(parse);
}

function finding(number: number, changes: Partial<LintRow> = {}): LintRow {
  return {
    rule: 'KNG004',
    severity: 'error',
    key: `KNG004[${number}]`,
    message: 'm',
    fix: 'f',
    place: place('a.json', number, []),
    ...changes,
  };
}

test('errors come before warnings, each with file, line, title and what to know', () => {
  const said = commands(sampleReport());

  expect(said.map(({ kind }) => kind)).toEqual([...Array<string>(4).fill('error'), ...Array<string>(9).fill('warning')]);
  expect(said[0]).toEqual({
    kind: 'error',
    properties: { file: 'stacks/trading-prod/gateway.json', line: '41', title: 'Files contradict each other' },
    message:
      'client id of orders: the id that the registration has and the audience that the route requires\n' +
      'at stacks/trading-prod/gateway.json:41 apis.orders.service.routes.orders.list.audience',
  });
});

test('contradictions of one kind are one annotation before the others, with their number', () => {
  const [one] = sampleDeployment().disagreements;
  if (one === undefined) throw new Error('the sample has no contradiction');
  const disagreements = Array.from({ length: 30 }, (_, at) => ({
    ...one,
    what: `by the stacks client-${String(at)} holds role a of orders`,
  }));
  const titles = commands(sampleReport({ disagreements })).map(({ properties }) => properties['title']);
  const [first] = commands(sampleReport({ disagreements }));

  expect(first?.message).toContain('\nand 29 more of the kind\n');
  expect(titles.slice(0, 2)).toEqual(['Files contradict each other', 'Access is gained']);
});

test('notes and accepted findings are not annotated', () => {
  const text = reviewAnnotations(sampleReport());

  expect(text).not.toContain('CON001');
  expect(text).not.toContain('order-managers');
});

test('whatever the verdict calls blocking is an error', () => {
  const { access, unexplained } = sampleDeployment();
  const rows = access.filter(({ direction }) => direction === 'gained').slice(-1);
  const said = commands(
    reportOf([{ ...quietDeployment('a'), unexplained, access: rows.map((row) => ({ ...row, rank: 4, notes: [ALL_TO_ANY] })) }]),
  );

  expect(said.map(({ kind, properties }) => `${kind} ${properties['title'] ?? ''}`)).toEqual([
    'error Access is gained',
    'error A change that no row explains',
  ]);
});

test('ten of a kind are all shown; of eleven, nine are, and the last line counts the rest', () => {
  const errors = (count: number): readonly string[] =>
    commands(reportOf([{ ...quietDeployment('a'), lint: Array.from({ length: count }, (_, at) => finding(at + 1)) }])).map(
      ({ properties }) => properties['title'] ?? '',
    );

  expect(errors(10)).toEqual(Array.from({ length: 10 }, (_, at) => `KNG004[${at + 1}]`));
  expect(errors(11)).toEqual([...Array.from({ length: 9 }, (_, at) => `KNG004[${at + 1}]`), '2 more errors']);
});

test('warnings are bounded apart from errors', () => {
  const lint = Array.from({ length: 12 }, (_, at) => [finding(at), finding(at, { severity: 'warning' })]).flat();
  const kinds = commands(reportOf([{ ...quietDeployment('a'), lint }])).map(({ kind }) => kind);

  expect(kinds).toEqual([...Array<string>(10).fill('error'), ...Array<string>(10).fill('warning')]);
});

test('percent, colon and comma come through, and make no property', () => {
  const lint = [finding(1, { key: 'a,line=9:b%2C::c', message: '100%0A, sure::error::no', place: place('x,y:z%.json', 2, []) })];
  const text = reviewAnnotations(reportOf([{ ...quietDeployment('a'), lint }]));

  expect(text).toContain('file=x%2Cy%3Az%25.json,line=2,title=a%2Cline=9%3Ab%252C%3A%3Ac::100%250A, sure::error::no%0A');
  expect(commands(reportOf([{ ...quietDeployment('a'), lint }]))).toEqual([
    {
      kind: 'error',
      properties: { file: 'x,y:z%.json', line: '2', title: 'a,line=9:b%2C::c' },
      message: '100%0A, sure::error::no\nfix: f\nat x,y:z%.json:2',
    },
  ]);
});

test.each(HOSTILE)('the name %j makes no line and no command of its own', (name) => {
  const lines = reviewAnnotations(reportOf([{ ...quietDeployment(name), notJudged: [name] }])).split('\n');

  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^::warning file=[^,:\r]*,line=1,title=Access that is not judged::[^\r]*$/);
});

test('in the name of a file nothing is hidden, and nothing colours a log', () => {
  const leaf = { place: place('stacks/a/x\u202e\u200b\u001b[31m\n::error::no.tf', 1, []) };
  const [line, ...rest] = reviewAnnotations(reportOf([{ ...quietDeployment('a'), unexplained: [leaf] }])).split('\n');

  expect(rest).toEqual(['']);
  expect(line).toContain('file=stacks/a/x\\u202e\\u200b\\u001b[31m\\u000a%3A%3Aerror%3A%3Ano.tf,line=1,');
});

test('a name of any length stays within what GitHub takes', () => {
  const longest = Math.max(
    ...reviewAnnotations(hostileReport())
      .split('\n')
      .map((line) => line.length),
  );

  expect(longest).toBeLessThan(30_000);
});

test('nothing to say is no text', () => {
  expect(reviewAnnotations(reportOf([quietDeployment('a')]))).toBe('');
});
