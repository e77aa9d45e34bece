import './main';
import { PROCESS_IO } from '../lib/cli/io';
import { run, start } from '../lib/cli/main';

const code = run(['summary'], PROCESS_IO);
if (code !== 0) process.exitCode = code;
else void start(['sandbox', 'check', '--stack', 'trading-dev'], PROCESS_IO).then((checked) => (process.exitCode = checked));
