import './main';
import { PROCESS_IO } from '../lib/cli/io';
import { start } from '../lib/cli/main';

void start(['sandbox', '--stack', 'trading-dev'], PROCESS_IO).then((code) => (process.exitCode = code));
