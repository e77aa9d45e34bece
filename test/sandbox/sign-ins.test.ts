import { Clock } from '../../lib/sandbox/directory';
import { EntraRefusal } from '../../lib/sandbox/entra/refusal';
import { SignIns, type AuthorizationRequest } from '../../lib/sandbox/entra/sign-ins';

test('of sign-ins that nobody ends a bounded number is kept: the oldest go', () => {
  const signIns = new SignIns(new Clock());
  const request = { redirectUri: 'https://portal.example.com/' } as AuthorizationRequest;
  const all = Array.from({ length: 10_001 }, () => signIns.begin(request));
  const [first = '', second = ''] = all;

  expect(() => signIns.request(first)).toThrow(EntraRefusal);
  expect(signIns.request(second)).toBe(request);
  expect(signIns.request(all.at(-1) ?? '')).toBe(request);
});
