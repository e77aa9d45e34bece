import { type ChildProcess } from 'node:child_process';

/** What must not outlive the process. */
export interface Removable {
  remove(): void;
}

const open = new Set<Removable>();

/** Removes something when the process ends, however early, unless it was removed before. */
export function removeAtEnd(one: Removable): void {
  if (open.size === 0) process.on('exit', removeAll);
  open.add(one);
}

/** Removes it no more at the end. */
export function keepAtEnd(one: Removable): void {
  open.delete(one);
  if (open.size === 0) process.off('exit', removeAll);
}

function removeAll(): void {
  for (const one of [...open]) {
    try {
      one.remove();
    } catch (error) {
      // The others are removed all the same.
      process.stderr.write(`the sandbox leaves something behind: ${(error as Error).message}\n`);
    }
  }
}

/** Ends terraform and whatever it started: first with time to let go, then without. */
export function stopGroup(child: ChildProcess): void {
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => {
    signalGroup(child, 'SIGKILL');
  }, STOPS_WITHIN_MS);
  child.once('close', () => {
    clearTimeout(timer);
    signalGroup(child, 'SIGKILL');
  });
}

/** Sends a signal to a process and whatever it started. */
export function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // It has ended meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

const STOPS_WITHIN_MS = 3_000;
