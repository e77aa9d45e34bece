import { readInput } from '../lib/cli/io';
import { eachLine } from '../lib/cli/lines';

// The baseline: every line of standard input parsed, and nothing else.
let objects = 0;
eachLine(readInput, {
  line: (text) => {
    if (text !== '' && typeof JSON.parse(text) === 'object') objects++;
  },
  unreadable: (number, reason) => {
    throw new Error(`line ${number} ${reason}`);
  },
});
process.stdout.write(String(objects));
