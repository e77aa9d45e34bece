import { type Entrance } from '../../access';
import { uuidOf } from '../../model';
import { admittedClaims, requestText, send, type Claims, type Probe, type Probed } from './probe';
import { addressOfNobody } from './strangers';
import { bearer } from './tried-tokens';

/** Seconds of each period of a limit. */
const SECONDS = { second: 1, minute: 60, hour: 3_600 } as const;

const MOST_ATTEMPTS = 20;

/** Where calls are limited: two callers are counted apart, by the client where it is asked for and by the address where it is not, and the same one is counted on. */
export async function probeLimits(probed: Probed, entrance: Entrance): Promise<readonly Probe[]> {
  const { rateLimit, access, api } = entrance.route;
  const claims = access.kind === 'public' ? undefined : admittedClaims(probed, entrance);
  if (rateLimit === undefined || (claims === undefined && access.kind !== 'public')) return [];
  const { perSecond, perMinute, perHour } = rateLimit;
  const limits = Object.entries({ second: perSecond, minute: perMinute, hour: perHour }).flatMap(([period, limit]) =>
    limit === undefined ? [] : [[period as keyof typeof SECONDS, limit] as const],
  );
  const disagreements = limits.length === 0 ? [] : await countedIn(probed, entrance, claims, limits);
  return [{ kind: 'message', api, tried: `${requestText(entrance.request)}, by two callers in turn`, disagreements }];
}

type Limits = readonly (readonly [period: keyof typeof SECONDS, limit: number])[];

async function countedIn(probed: Probed, entrance: Entrance, claims: Claims | undefined, limits: Limits): Promise<readonly string[]> {
  const { request, clientIp } = entrance;
  const other = uuidOf('sandbox/another');
  const sign = async (own: Claims): Promise<readonly (readonly [string, string])[]> => bearer(await probed.sandbox.entra.keys.sign(own, 2));
  const [first, second] =
    claims === undefined
      ? [{ clientIp }, { clientIp: addressOfNobody(probed.prediction.deployment.environment) }]
      : [
          { clientIp, headers: await sign(claims) },
          { clientIp, headers: await sign({ ...claims, azp: other, oid: other, sub: other }) },
        ];
  const shortest = SECONDS[limits[0]?.[0] ?? 'hour'];
  const window = (): number => Math.floor(probed.sandbox.clock.seconds() / shortest);
  for (let attempt = 1; ; attempt += 1) {
    const began = window();
    const found: string[] = [];
    for (const [at, { sent, nth }] of [
      { sent: first, nth: 1 },
      { sent: second, nth: 1 },
      { sent: first, nth: 2 },
    ].entries()) {
      const { headers } = await send(probed, { request, ...sent, counts: at > 0 });
      for (const [period, limit] of limits) {
        const predicted = String(Math.max(0, limit - nth));
        const observed = headers[`x-ratelimit-remaining-${period}`] ?? 'nothing';
        if (predicted !== observed) found.push(`answer: predicted ${predicted} calls left in the ${period}, observed ${observed}`);
      }
    }
    // Where the next window began meanwhile, calls were counted in two.
    if (window() === began || attempt === MOST_ATTEMPTS) return found;
  }
}
