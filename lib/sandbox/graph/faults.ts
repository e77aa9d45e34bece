import { GraphError } from '../directory';

/** What goes wrong with Graph, for whoever wants to see what comes of it. */
export interface GraphFaults {
  /** Of so many requests one is refused as one too many; 0 for none. */
  throttleOneIn: number;
  /** Of so many requests one ends in an error of the server; 0 for none. */
  failOneIn: number;
  /** Of so many requests one is done, and its answer gets lost: an error of the server all the same; 0 for none. */
  loseOneIn: number;
  /** Milliseconds for which what was made cannot be read yet, stands in no list and cannot be referred to. */
  unseenForMs: number;
}

/** No faults. */
export const NO_FAULTS: Readonly<GraphFaults> = { throttleOneIn: 0, failOneIn: 0, loseOneIn: 0, unseenForMs: 0 };

/** Seconds after which a refused request may come again. */
export const RETRY_AFTER_SECONDS = 1;

/** Counts requests, so that faults come in the same order each time. */
export class FaultCounter {
  private count = 0;

  constructor(readonly faults: GraphFaults) {}

  /** Whether the answer to this request gets lost. @throws GraphError where it is this request's turn to be refused */
  next(): boolean {
    this.count += 1;
    const { throttleOneIn, failOneIn, loseOneIn } = this.faults;
    if (this.isTurn(throttleOneIn)) throw new GraphError(429, 'TooManyRequests', 'Too many requests.');
    if (this.isTurn(failOneIn)) throw unavailable();
    return this.isTurn(loseOneIn);
  }

  private isTurn(oneIn: number): boolean {
    return oneIn > 0 && this.count % oneIn === 0;
  }
}

/** An error of the server, which says nothing of what was done. */
export function unavailable(): GraphError {
  return new GraphError(503, 'ServiceUnavailable', 'The service is unavailable.');
}
