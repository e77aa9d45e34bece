import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';

/** Where a name leads inside the sandbox: to one port over TLS, to another without. */
export interface Target {
  readonly securePort: number;
  readonly plainPort: number;
}

/** A server of the user's own, on this machine. */
export interface OwnUpstream {
  readonly protocol: 'http' | 'https';
  /** A loopback address. */
  readonly address: string;
  readonly port: number;
}

/** A name that nothing in the sandbox stands for: it is refused, and never looked up. */
export class UnmappedHost extends Error {
  constructor(host: string) {
    super(`${host} is no host of the sandbox, which reaches nothing else`);
    this.name = 'UnmappedHost';
  }
}

/** The names that the sandbox stands for, each on a loopback port. No other name is ever looked up. */
export class HostMap {
  private readonly targets = new Map<string, Target>();

  /** Lets a name lead to ports of this machine. */
  add(host: string, target: Target): void {
    this.targets.set(host.toLowerCase(), target);
  }

  /** Whether something stands for a name. */
  has(host: string): boolean {
    return this.targets.has(host.toLowerCase());
  }

  /** @throws UnmappedHost where nothing stands for the name */
  target(host: string): Target {
    const target = this.targets.get(host.toLowerCase());
    if (target === undefined) throw new UnmappedHost(host);
    return target;
  }

  /** Opens a connection without TLS to what stands for a name. @throws UnmappedHost where nothing does */
  connect(host: string): Socket {
    return connectTcp({ host: LOOPBACK, port: this.target(host).plainPort });
  }

  /** The same over TLS, verified against the sandbox's authority, by the name that is meant. @throws UnmappedHost where nothing does */
  connectSecurely(host: string, ca: string | undefined): TLSSocket {
    const socket = connectTcp({ host: LOOPBACK, port: this.target(host).securePort });
    // A certificate is for names, and for this machine's address.
    const named = isIP(host) === 0 ? { servername: host } : {};
    return connectTls({ socket, host, ...named, ...(ca === undefined ? { rejectUnauthorized: false } : { ca }) });
  }
}

/** Opens a connection to a server of the user's own. Its certificate is not held against anything: nobody is between. */
export function connectTo({ protocol, address, port }: OwnUpstream): Socket | TLSSocket {
  const socket = connectTcp({ host: address, port });
  return protocol === 'https' ? connectTls({ socket, rejectUnauthorized: false }) : socket;
}

/** The only address that anything of the sandbox listens on, and that it connects to, but for upstreams of the user's own on this machine. */
export const LOOPBACK = '127.0.0.1';
