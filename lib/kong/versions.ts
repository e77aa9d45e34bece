/** Whether a version of Kong is at least another one; missing parts count as zero. */
export function atLeast(version: string, least: string): boolean {
  const [have, want] = [version, least].map((text) => text.split('.').map(Number));
  for (let part = 0; part < 4; part += 1) {
    const difference = (have?.[part] ?? 0) - (want?.[part] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** Release of a version: its first two parts. */
export function releaseOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
