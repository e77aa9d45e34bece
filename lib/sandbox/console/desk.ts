import { type Sandbox } from '../sandbox';
import { CallLog } from './call-log';
import { RevokedGrants } from './grants';
import { Parties } from './parties';
import { KeptTokens } from './tokens';

/** What a console works with, and what it remembers while it runs. */
export class Desk {
  readonly tokens = new KeptTokens();
  readonly revoked = new RevokedGrants();
  readonly log: CallLog;
  private known: { readonly deployment: unknown; readonly parties: Parties } | undefined;

  constructor(readonly sandbox: Sandbox) {
    this.log = new CallLog(sandbox.gateway);
  }

  /** Who is who in the deployment that is served now. */
  get parties(): Parties {
    const { deployment } = this.sandbox;
    if (this.known?.deployment !== deployment) this.known = { deployment, parties: new Parties(this.sandbox) };
    return this.known.parties;
  }

  close(): void {
    this.log.close();
  }
}
