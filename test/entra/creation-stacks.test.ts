import { withoutCreationStacks } from '../../lib/entra/creation-stacks';

function framesRecorded(): number {
  Error.stackTraceLimit = 50; // as the framework does
  return (new Error('probe').stack ?? '').split('\n').length - 1;
}

test('no stack is recorded while registrations are made, however often the limit is raised', () => {
  expect(withoutCreationStacks(framesRecorded)).toBe(0);
});

test.each([
  ['ends', () => undefined],
  [
    'fails',
    () => {
      throw new Error('failure');
    },
  ],
])('stacks are recorded as before once it %s', (_, make) => {
  const before = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');

  try {
    withoutCreationStacks(make);
  } catch {
    // The failure itself is not what is looked at.
  }

  expect(Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit')).toEqual(before);
});
