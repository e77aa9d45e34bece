import './main';
import { PROCESS_IO } from '../lib/cli/io';
import { run } from '../lib/cli/main';

process.exitCode = run(['summary'], PROCESS_IO);
