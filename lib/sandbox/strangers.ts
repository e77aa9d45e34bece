import { CertificateAuthority, serve } from './network';
import { type Sandbox } from './sandbox';

/** Lets somebody else answer for an upstream, with a certificate of an authority that nobody trusts, while something runs. */
export async function withStranger<Result>({ entra, gateway }: Sandbox, host: string, run: () => Promise<Result>): Promise<Result> {
  const { hosts, clock } = entra;
  const own = hosts.target(host);
  const authority = await CertificateAuthority.create(clock.now());
  const stranger = await serve(() => Promise.resolve({ status: 200, body: 'a stranger' }), await authority.issue([host], clock.now()));
  const lead = (securePort: number): void => {
    hosts.add(host, { ...own, securePort });
    gateway.forgetConnections();
  };
  lead(stranger.port);
  try {
    return await run();
  } finally {
    lead(own.securePort);
    await stranger.close();
  }
}
