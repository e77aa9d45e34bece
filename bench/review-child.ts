import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../lib/cli/main';

// The command line itself, with what it used told at the end.
const [base = '', head = '', out = ''] = process.argv.slice(2);
const before = performance.now();
const used = process.cpuUsage();
let talk = '';
const code = run(['review', base, head, '--today', '2026-11-25', '--format', 'markdown', '--out', join(out, 'review.md')], {
  out: () => undefined,
  talk: (text) => (talk += text),
  environment: {},
});
if (code !== 0) throw new Error(`the review ended with ${String(code)}: ${talk}`);
const { user, system } = process.cpuUsage(used);
writeFileSync(
  1,
  JSON.stringify({
    seconds: (performance.now() - before) / 1000,
    cpuSeconds: (user + system) / 1e6,
    megabytes: process.resourceUsage().maxRSS / 1024,
  }),
);
