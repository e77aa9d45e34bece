import { isIP } from 'node:net';
import { throwIfAny, type Problem } from '../../errors';
import { problem, shown } from './fields';
import { type HeaderList } from './header-list';
import { isNetwork, Networks } from './networks';

/** Settings of Kong's own configuration, by name. */
export type KongConf = Readonly<Record<string, string>>;

/** Where a request comes from. */
export interface Origin {
  /** Address of the caller, as far as the proxies that are trusted tell. */
  readonly clientIp: string;
  /** Whether the connection is of a proxy that is trusted: what it says of scheme, host, port and path counts. */
  readonly isProxied: boolean;
}

/** The proxies before a gateway that are believed. What nginx does with `set_real_ip_from`, and Kong with `trusted_ips`. */
export class TrustedProxies {
  private readonly networks: Networks;
  private readonly header: string;
  private readonly isRecursive: boolean;

  /** @throws DefinitionError where the settings hold something that is not enforced here */
  constructor(kongConf: KongConf, source: string) {
    throwIfAny(problemsOf(kongConf, source));
    this.networks = new Networks(addressesOf(kongConf));
    this.header = kongConf['real_ip_header'] ?? DEFAULT_HEADER;
    this.isRecursive = kongConf['real_ip_recursive'] === 'on';
  }

  /** The origin of a request that came over a connection from `peer`. */
  originOf(peer: string, received: HeaderList): Origin {
    const isProxied = this.networks.has(peer);
    if (!isProxied) return { clientIp: peer, isProxied };
    const named = received
      .values(this.header)
      .flatMap((value) => value.split(/[ ,]+/))
      .filter((one) => one !== '');
    let clientIp = peer;
    // The last one was written by the nearest proxy; the one before it counts where that one is a proxy too.
    for (const text of named.reverse()) {
      const address = addressIn(text);
      if (address === undefined) break;
      clientIp = address;
      if (!this.isRecursive || !this.networks.has(address)) break;
    }
    return { clientIp, isProxied };
  }
}

const DEFAULT_HEADER = 'X-Real-IP';

function addressesOf(kongConf: KongConf): readonly string[] {
  return (kongConf['trusted_ips'] ?? '').split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]));
}

/** The address in one word of a header, which may name a port, as nginx reads it; IPv6 with a port stands in brackets. */
function addressIn(text: string): string | undefined {
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*)):(\d+)$/.exec(text) ?? [];
  const address = bracketed ?? plain ?? text;
  const isPort = port === undefined || (Number(port) >= 1 && Number(port) <= 65_535);
  // What Kong's lists make of an address of IPv4 that is written as one of IPv6 is not established.
  const isPlain = isIP(address) !== 0 && !/%|^::ffff:/i.test(address);
  const isRight = isPlain && isPort && (bracketed === undefined || isIP(address) === 6);
  return isRight ? address : undefined;
}

/** What a setting may hold; the flavor of the router is told to it by itself. */
const SETTINGS: Readonly<Record<string, (value: string) => boolean>> = {
  router_flavor: () => true,
  trusted_ips: (value) => addressesOf({ trusted_ips: value }).every(isNetwork),
  real_ip_header: (value) => /^[A-Za-z0-9-]+$/.test(value),
  real_ip_recursive: (value) => value === 'on' || value === 'off',
};

function problemsOf(kongConf: KongConf, source: string): readonly Problem[] {
  return Object.entries(kongConf).flatMap(([name, value]) => {
    const isEnforced = Object.hasOwn(SETTINGS, name) ? SETTINGS[name] : undefined;
    const where = `${source} kongConf.${name}`;
    if (isEnforced === undefined) return [problem(where, 'is a setting of Kong that the embedded gateway does not enforce')];
    return isEnforced(value) ? [] : [problem(where, `is ${shown(value)}, which the embedded gateway does not enforce`)];
  });
}
