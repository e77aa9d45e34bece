import './main';
import { run } from '../lib/cli/main';

process.exitCode = run(['summary'], {
  out: (text) => process.stdout.write(text),
  talk: (text) => process.stderr.write(text),
  environment: process.env,
});
