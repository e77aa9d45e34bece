/** Processor time in microseconds: other work on the machine does not count. */
export function costOf(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

const ORDINARY = JSON.stringify(
  Array.from({ length: 10_000 }, (_, at) => ({ name: `route-${at}`, hosts: ['api.example.com'], paths: [`/r${at}`], isOn: at % 2 === 0 })),
);

/** What the engine's own reader and writer need here and now for ordinary JSON of about a megabyte, once they are warm. */
function ordinaryCost(): number {
  const runs = Array.from({ length: 10 }, () => costOf(() => void JSON.stringify(JSON.parse(ORDINARY))));
  return Math.min(...runs.filter((cost) => cost > 0));
}

/** How often ordinary JSON of a megabyte is read and written in the processor time that something takes. */
export function inMegabytesOfJson(run: () => void): number {
  return costOf(run) / ordinaryCost();
}
