import { GraphError } from '../directory';

/** What goes wrong with Graph, for whoever wants to see what comes of it. */
export interface GraphFaults {
  /** Of so many requests one is refused as one too many; 0 for none. */
  throttleOneIn: number;
  /** Of so many requests one ends in an error of the server; 0 for none. */
  failOneIn: number;
  /** Milliseconds for which what was made cannot be read yet. */
  unseenForMs: number;
}

/** No faults. */
export const NO_FAULTS: Readonly<GraphFaults> = { throttleOneIn: 0, failOneIn: 0, unseenForMs: 0 };

/** Seconds after which a refused request may come again. */
export const RETRY_AFTER_SECONDS = 1;

/** Counts requests, so that faults come in the same order each time. */
export class FaultCounter {
  private count = 0;

  constructor(readonly faults: GraphFaults) {}

  /** @throws GraphError where it is this request's turn */
  next(): void {
    this.count += 1;
    const { throttleOneIn, failOneIn } = this.faults;
    if (throttleOneIn > 0 && this.count % throttleOneIn === 0) throw new GraphError(429, 'TooManyRequests', 'Too many requests.');
    if (failOneIn > 0 && this.count % failOneIn === 0) throw new GraphError(503, 'ServiceUnavailable', 'The service is unavailable.');
  }
}
