import { admits, networksOf, tellingAddresses, type GatewayRoute } from '../../access';

/** From where two routes may be called, the one before and the one after a change. */
export interface Networks {
  /** Addresses to ask each of them from: the same where there is one that both let in. */
  readonly wasFrom: string;
  readonly nowFrom: string;
  /** Whether there are addresses that only the later one lets in, and that only the earlier one did. */
  readonly opens: boolean;
  readonly closes: boolean;
}

const ANY = '192.0.2.1';
const ANYWHERE: Networks = { wasFrom: ANY, nowFrom: ANY, opens: false, closes: false };

/** Compares from where two routes may be called; either may be absent. */
export function networksOfBoth(was: GatewayRoute | undefined, now: GatewayRoute | undefined): Networks {
  const named = [was, now].flatMap((route) => (route && networksOf(route)) ?? []).flatMap(({ allow, deny }) => [...allow, ...deny]);
  if (named.length === 0) return ANYWHERE;
  const addresses = [ANY, ...tellingAddresses(named)];
  const [before, after] = [was, now].map((route) => addresses.filter((address) => route !== undefined && admits(route, address)));
  const [ofWas, ofNow] = [before ?? [], after ?? []];
  const both = ofWas.find((address) => ofNow.includes(address));
  return {
    wasFrom: both ?? ofWas[0] ?? ANY,
    nowFrom: both ?? ofNow[0] ?? ANY,
    opens: was !== undefined && now !== undefined && ofNow.some((address) => !ofWas.includes(address)),
    closes: was !== undefined && now !== undefined && ofWas.some((address) => !ofNow.includes(address)),
  };
}

/** Most networks that are named. */
const MOST = 5;

/** From where a route may be called, in words. */
export function fromWhere(route: GatewayRoute | undefined): string {
  const { allow, deny } = (route && networksOf(route)) ?? { allow: [], deny: [] };
  const listed = (networks: readonly string[]): string =>
    networks.length > MOST
      ? `${networks.slice(0, MOST).join(', ')} and ${String(networks.length - MOST)} more`
      : networks.join(', ').replace(/, ([^,]*)$/, ' and $1');
  const within = allow.length === 0 ? 'from anywhere' : `from ${listed(allow)}`;
  return deny.length === 0 ? within : `${within} but ${listed(deny)}`;
}
