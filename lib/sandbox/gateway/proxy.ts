import { Agent as PlainAgent, request as requestPlain, type ClientRequest } from 'node:http';
import { Agent as SecureAgent, request as requestSecurely } from 'node:https';
import { type KongService } from '../../kong';
import { connectTo, type HostMap, type OwnUpstream } from '../network';

/** Connections to upstreams, kept open between calls. */
export class UpstreamConnections {
  private readonly agents = new Map<string, PlainAgent | SecureAgent>();

  constructor(
    private readonly hosts: HostMap,
    private readonly ca: string,
    private readonly ownOf: (service: KongService) => OwnUpstream | undefined,
  ) {}

  /** Starts a request to the server of a service. @throws UnmappedHost where the sandbox stands for no such host */
  open(service: KongService, options: { readonly method: string; readonly path: string; readonly headers: string[] }): ClientRequest {
    const { host, port } = service;
    const own = this.ownOf(service);
    if (own === undefined) this.hosts.target(host);
    const agent = this.agentOf(service, own);
    const { method, path, headers } = options;
    const asked = { method, path, headers, host, port, agent, setHost: false };
    return agent instanceof SecureAgent ? requestSecurely(asked) : requestPlain(asked);
  }

  close(): void {
    for (const agent of this.agents.values()) agent.destroy();
    this.agents.clear();
  }

  private agentOf(service: KongService, own: OwnUpstream | undefined): PlainAgent | SecureAgent {
    const { host, tls_verify: verifies } = service;
    const isVerified = verifies === true;
    const protocol = own?.protocol ?? service.protocol;
    const key = own === undefined ? `${protocol} ${host} ${String(isVerified)}` : `own ${protocol} ${own.address} ${String(own.port)}`;
    const known = this.agents.get(key);
    if (known !== undefined) return known;
    const agent = protocol === 'https' ? new SecureAgent(KEPT) : new PlainAgent(KEPT);
    // Whatever the name would lead to elsewhere, it is one of the sandbox's.
    agent.createConnection = () => {
      if (own !== undefined) return connectTo(own);
      return protocol === 'https' ? this.hosts.connectSecurely(host, isVerified ? this.ca : undefined) : this.hosts.connect(host);
    };
    this.agents.set(key, agent);
    return agent;
  }
}

const KEPT = { keepAlive: true };

/** Headers that are about one connection and not about the message. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'proxy-authenticate',
  'proxy-authorization',
  // What it asks for was granted by the gateway already.
  'expect',
]);

/** Whether a header, its name in lower case, goes no further than the next connection; `named` are those that `Connection` names. */
export function isHopByHop(folded: string, named: readonly string[]): boolean {
  return HOP_BY_HOP.has(folded) || named.includes(folded);
}

/** Names in the `Connection` headers of a message. */
export function namedByConnection(values: readonly string[]): readonly string[] {
  return values.flatMap((value) => value.toLowerCase().split(/[\s,]+/)).filter((name) => name !== '');
}
