/**
 * What some proofs need that is not everywhere. `KONG_ENTRA_REQUIRE=azuread,deck` turns a proof that cannot be had here from
 * skipped into failed; docs/ci.md lists the names.
 */
export const PROOFS = {
  chromium: 'a browser that renders reports',
  azuread: 'the azuread provider, by Terraform',
  deck: 'decK',
  kong: 'a Kong gateway',
  terraform: 'the terraform command',
  lua: 'a Lua interpreter',
  fork: 'the community fork of cdktf, from the registry',
  'full-device': '/dev/full',
  actionlint: 'actionlint, in .ci/run',
  zizmor: 'zizmor, in .ci/run',
} as const;

/** Name of what a proof needs. */
export type Proof = keyof typeof PROOFS;

/** Whether this proof must not be skipped. @throws Error for a name that nothing has, which would otherwise require nothing */
export function isRequired(proof: Proof, required = process.env['KONG_ENTRA_REQUIRE'] ?? ''): boolean {
  const names = required
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const unknown = names.filter((name) => !Object.hasOwn(PROOFS, name));
  if (unknown.length > 0) throw new Error(`KONG_ENTRA_REQUIRE names ${unknown.join(', ')}; it can name ${Object.keys(PROOFS).join(', ')}`);
  return names.includes(proof);
}

/** `test.skip` and a line that says so, or a `test` that fails with the reason where the proof is required. */
export function skipOrFail(proof: Proof, reason: string, required?: string): typeof test {
  if (!isRequired(proof, required)) {
    // Reports of many files name no test that was skipped.
    process.stderr.write(`skipped, ${proof}: ${reason}: ${expect.getState().testPath?.replace(/^.*\/(?=test\/)/, '') ?? ''}\n`);
    return test.skip as unknown as typeof test;
  }
  const failing = (name: string): void =>
    test(name, () => {
      throw new Error(`KONG_ENTRA_REQUIRE names ${proof}, and ${reason}`);
    });
  // The forms of `test` that tests here use.
  return Object.assign(failing, { each: () => failing }) as unknown as typeof test;
}

/** `test` where what it needs is there, else {@link skipOrFail}. */
export function testWith(proof: Proof, isThere: boolean, reason = `${PROOFS[proof]} is not there`): typeof test {
  return isThere ? test : skipOrFail(proof, reason);
}
