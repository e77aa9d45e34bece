import fc from 'fast-check';
import { type AccessModel } from '../../lib';
import { entrancesOf, type Check } from '../../lib/access';
import { compareAll, TokenRefused, type Sandbox } from '../../lib/sandbox';
import { callersOf, personOf, requestFor, type AttemptCaller } from '../../lib/sandbox/agreement/attempts';
import { Prediction } from '../../lib/sandbox/agreement/prediction';
import { disagreementsWith, requestText, send, type Probed } from '../../lib/sandbox/agreement/probe';
import { bearer, triedTokens, type TriedToken } from '../../lib/sandbox/agreement/tried-tokens';
import { dev } from '../../stacks/environments/dev';
import { prod } from '../../stacks/environments/prod';
import { organisation as sample } from '../../stacks/organisation';
import { Floors } from '../support/floors';
import { build, organisation } from '../support/generate';
import { partlyPlain, synthesizedDeployment, within } from '../support/sandbox';

const SEED = Number(process.env['SEED'] ?? 20261127);

/** Each with what decides where the route asks for a token and the caller has what it asks for. */
const VARIANTS = {
  valid: 'nothing',
  none: 'token',
  'expired for hours': 'expiry',
  'for another audience': 'audience',
  'of another issuer': 'issuer',
  'of a tenant that nobody knows': 'issuer',
  'with another signature': 'signature',
  'without a signature': 'signature',
  'of a key that nobody published': 'signature',
  'in the query': 'token',
};

/** The token of a caller for an API, and everything that is made of it; nothing where Entra gives none. */
async function variantsOf(
  { sandbox }: Probed,
  caller: AttemptCaller,
  api: string,
  isTried: (variant: string) => boolean,
): Promise<readonly TriedToken[]> {
  try {
    const { accessToken, claims } = await sandbox.token(requestFor(caller, api));
    const valid = { name: 'valid', headers: bearer(accessToken), presented: { claims } };
    const { environment } = sandbox.deployment.access;
    return [valid, ...(await triedTokens(sandbox.entra, claims, environment, sandbox.clock.seconds(), isTried))];
  } catch (error) {
    if (error instanceof TokenRefused) return [];
    throw error;
  }
}

/** Whether a caller is one that signs people in; any other asks on behalf of those who called it. */
function isClient({ clients }: AccessModel, caller: string): boolean {
  return clients.some(({ key }) => key === caller);
}

interface Tried {
  /** What came of it otherwise than predicted. */
  readonly wrong: readonly string[];
  readonly calls: number;
}

/** Calls each route of an API as everybody who gets a token for it, with that token and what is made of it. */
async function tryAll(sandbox: Sandbox, floors: Floors, isTried: (variant: string) => boolean): Promise<Tried> {
  const { model, environment } = sandbox.deployment.access;
  const prediction = new Prediction({ model, environment }, sandbox.clientIds, sandbox.clock.seconds());
  const probed: Probed = { sandbox, prediction };
  const entrances = entrancesOf(model, environment, prediction.gateway);
  const wrong: string[] = [];
  let calls = 0;
  // What is made of a token is the same, however it was asked for.
  const callers = callersOf(model).filter(({ caller, as }) => as === 'application' || isClient(model, caller));
  for (const caller of callers) {
    for (const { key: api } of model.apis) {
      const variants = await variantsOf(probed, caller, api, isTried);
      for (const { route, request, clientIp } of entrances.filter((one) => one.route.api === api)) {
        for (const { name, headers, query, presented } of variants) {
          const sent = { request, clientIp, ...(headers !== undefined && { headers }), ...(query !== undefined && { query }) };
          const answer = await send(probed, sent);
          const path = query === undefined ? request.path : `${request.path}?${query}`;
          const asked = { request: { ...request, path }, token: presented, clientIp, now: sandbox.clock.seconds() };
          const decision = prediction.decide(asked);
          const who = `${caller.caller} for ${personOf(caller) ?? 'itself'}`;
          wrong.push(...disagreementsWith(decision, answer).map((one) => `${who}, ${requestText(request)}, token ${name}: ${one}`));
          floors.countAll([
            `${name}, ${String(answer.status)}`,
            `${route.access.kind}, ${name}: ${decidedBy(decision.trace)}`,
            decidedBy(decision.trace),
          ]);
          calls += 1;
        }
      }
    }
  }
  return { wrong, calls };
}

/** What a request failed at; `nothing` where it did not. */
function decidedBy(trace: readonly Check[]): string {
  return trace.find(({ outcome }) => outcome === 'fail')?.what ?? 'nothing';
}

const REASONS = [...new Set(Object.values(VARIANTS))];
const EXPECTED = Object.entries(VARIANTS).map(([variant, reason]) => `allow, ${variant}: ${reason}`);

test.each([
  ['dev', dev],
  ['prod', prod],
])(
  'every caller x every route x every token that is made of theirs, in the sample organisation: %s',
  async (_name, environment) => {
    const floors = new Floors();
    const { wrong, calls } = await within(synthesizedDeployment(sample, environment), (sandbox) => tryAll(sandbox, floors, () => true));

    expect(wrong).toEqual([]);
    expect(calls).toBeGreaterThan(3_500);
    floors.assertAtLeast(EXPECTED, 50);
    floors.assertAtLeast(['allow, valid: roles', 'public, valid: nothing'], 5);
  },
  120_000,
);

test(`generated organisations: what their own callers do, and every token that is made of theirs (seed ${String(SEED)})`, async () => {
  const floors = new Floors();
  for (const [index, generated] of fc.sample(organisation, { seed: SEED, numRuns: 200 }).entries()) {
    const { model, environment } = build(generated);
    const found = await within(synthesizedDeployment(model, partlyPlain(model, environment, index)), async (sandbox) => {
      const compared = await compareAll(sandbox);
      return { compared, ...(await tryAll(sandbox, floors, (variant) => Object.hasOwn(VARIANTS, variant))) };
    });
    const disagreeing = found.compared.filter(({ disagreements }) => disagreements.length > 0);

    expect({ index, disagreeing, wrong: found.wrong }).toEqual({ index, disagreeing: [], wrong: [] });
    for (const { reached, token, observed, caller, person } of found.compared) {
      floors.countAll([reached ? 'reached' : `kept out: ${String(observed)}`, token]);
      if (person !== undefined && !isClient(model, caller)) floors.count(`on behalf of somebody: ${reached ? 'reached' : token}`);
    }
  }
  floors.assertAtLeast(REASONS, 1_000);
  floors.assertAtLeast(EXPECTED, 500);
  floors.assertAtLeast(['reached', 'kept out: 401', 'kept out: 403', 'a token', 'AADSTS501051', 'AADSTS65001'], 500);
  floors.assertAtLeast(['AADSTS50105', 'AADSTS7000218'], 100);
  floors.assertAtLeast(
    ['reached', 'a token', 'AADSTS50105', 'AADSTS65001'].map((outcome) => `on behalf of somebody: ${outcome}`),
    500,
  );
}, 900_000);
