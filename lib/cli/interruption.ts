import { once } from 'node:events';

const CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Thrown through a command that was interrupted. */
export class Interrupted extends Error {
  /** @param code As shells tell it: 128 and the number of the signal */
  constructor(readonly code: number) {
    super('interrupted');
  }
}

/**
 * Runs something that Ctrl+C, a terminal that is closed, or whoever manages the process, may end early: what it started is taken back
 * first. A second signal ends the process at once.
 *
 * @throws Interrupted where it was ended so
 */
export async function interruptible<Result>(run: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  const listeners = Object.entries(CODES).map(([signal, code]) => {
    const interrupt = (): void => {
      if (controller.signal.aborted) process.exit(code);
      controller.abort(new Interrupted(code));
    };
    process.on(signal, interrupt);
    return () => process.off(signal, interrupt);
  });
  try {
    return await run(controller.signal);
  } finally {
    for (const end of listeners) end();
  }
}

/** Waits until a signal ends something. */
export async function untilInterrupted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
