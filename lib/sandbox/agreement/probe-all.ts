import { entrancesOf } from '../../access';
import { type Sandbox } from '../sandbox';
import { Prediction } from './prediction';
import { type Probe, type Probed } from './probe';
import { probeLimits } from './probe-limits';
import { probeMessages } from './probe-messages';
import { probeOpenSets } from './probe-open-sets';
import { probePreflights } from './probe-preflights';
import { probeEachProxy, probeProxies } from './probe-proxies';
import { probeRequests } from './probe-requests';
import { probeDevice, probeIdentifier, probeOutside, probeRedirects } from './probe-sign-in';
import { probeClaims, probeTokens } from './probe-tokens';
import { probeUpstream } from './probe-upstream';

/** What may be told while it is tried. */
export interface ProbeOptions {
  /** Told after each entrance, and each client and API besides. */
  readonly onProbe?: (done: number, all: number) => void;
}

/**
 * Tries what the definition's own callers do not do: forged tokens and tokens in other places, tokens with other roles and scopes, other requests
 * near each route, what upstreams, callers, log and metrics are told, servers that nobody vouches for, and other ways to sign in.
 */
export async function probeAll(sandbox: Sandbox, { onProbe }: ProbeOptions = {}): Promise<readonly Probe[]> {
  const probes: Probe[] = [];
  let done = 0;
  for await (const { made, all } of probesOf(sandbox)) {
    probes.push(...made);
    done += 1;
    onProbe?.(done, all);
  }
  return probes;
}

/** The same step by step, with how many there are. */
export async function* probesOf(sandbox: Sandbox): AsyncGenerator<{ readonly made: readonly Probe[]; readonly all: number }> {
  sandbox.upstreams.assertNone();
  const { model, environment } = sandbox.deployment.access;
  const prediction = new Prediction({ model, environment }, sandbox.clientIds, sandbox.clock.seconds());
  const probed: Probed = { sandbox, prediction };
  const entrances = entrancesOf(model, environment, prediction.gateway);
  const services = new Set<string>();
  const steps = [
    ...entrances.flatMap((entrance) => [
      ...BY_ENTRANCE.map((one) => () => one(probed, entrance)),
      // One for each upstream: the certificates of a stranger take their time.
      () => (services.has(entrance.route.api) ? Promise.resolve([]) : probeUpstream(probed, entrance)),
    ]),
    ...entrances.slice(0, 1).map((entrance) => () => probeEachProxy(probed, entrance)),
    ...model.clients.flatMap((client) => [probeRedirects, probeDevice].map((one) => () => one(probed, client))),
    ...model.apis.map((api) => () => probeIdentifier(probed, api)),
    ...model.apis.map((api) => {
      const own = entrances.filter(({ route }) => route.api === api.key);
      return () => probeOpenSets(probed, api, own);
    }),
    ...model.externalApis.map((api) => () => probeOutside(probed, api)),
  ];
  for (const step of steps) {
    const made = await step();
    for (const { kind, api } of made) if (kind === 'upstream') services.add(api);
    yield { made, all: steps.length };
  }
}

const BY_ENTRANCE = [probeTokens, probeClaims, probeRequests, probeProxies, probeMessages, probeLimits, probePreflights];
