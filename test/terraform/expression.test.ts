import { isEvaluated, literalOf } from '../../lib/terraform';
import { terraformLiteral } from '../../lib/model';

test.each([
  // As outputs of Terraform 1.11 show them.
  ['$${x}', '${x}'],
  ['$$${x}', '$${x}'],
  ['$$$${x}', '$$${x}'],
  ['%%{x}', '%{x}'],
  ['%%%{x}', '%%{x}'],
  ['%%%%{x}', '%%%{x}'],
  ['$%%{y}', '$%{y}'],
])('%s is the literal %s', (written, read) => {
  expect([isEvaluated(written), literalOf(written), terraformLiteral(read)]).toEqual([false, read, written]);
});

test.each(['${x}', '%${1}', 'a ${x} $${y}', '%{ if x }', '$%{ if x }'])('%s is evaluated', (written) => {
  expect(isEvaluated(written)).toBe(true);
});
