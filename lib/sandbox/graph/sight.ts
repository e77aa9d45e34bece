import { noApplication, notFound, notReferable, type Clock, type GraphError } from '../directory';
import { type Json } from '../../terraform';
import { type GraphFaults } from './faults';

/** What is said of a reference to what is not yet to be seen, by the property that holds it. */
const REFERENCES: Readonly<Record<string, (id: string) => GraphError>> = {
  appId: noApplication,
  principalId: notReferable,
  clientId: notFound,
  resourceId: notFound,
  '@odata.id': notFound,
  'owners@odata.bind': notFound,
};

/** Which objects are to be seen yet: what was made is not for a while, where that is asked for. */
export class Sight {
  private readonly madeAt = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly faults: Readonly<GraphFaults>,
  ) {}

  /** Notes what was made just now. */
  note(ids: readonly string[]): void {
    for (const id of ids) this.madeAt.set(id, this.clock.now());
  }

  sees(id: unknown): boolean {
    const madeAt = typeof id === 'string' ? this.madeAt.get(id) : undefined;
    return madeAt === undefined || this.clock.now() - madeAt >= this.faults.unseenForMs;
  }

  /** @throws GraphError where a path or a body names what is not yet to be seen */
  assertSeen(ids: readonly string[], body: Json): void {
    const hidden = ids.find((id) => !this.sees(id));
    if (hidden !== undefined) throw notFound(hidden);
    for (const [property, refusal] of Object.entries(REFERENCES)) {
      const named = [body[property]].flat().map((one) => String(one).split('/').pop() ?? '');
      const unseen = named.find((id) => !this.sees(id));
      if (unseen !== undefined) throw refusal(unseen);
    }
  }
}
