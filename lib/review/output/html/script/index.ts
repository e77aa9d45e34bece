import { DOM } from '../../../../page';
import { PARTS } from './parts';
import { GRAPH } from './graph';
import { MAIN } from './main';
import { MATRIX } from './matrix';
import { MODEL } from './model';
import { ROWS } from './rows';
import { SECTIONS } from './sections';

/** The script of the page. It is kept as text, since what a compiler makes of a function differs between the ways this package runs. */
export const SCRIPT = `(() => {\n'use strict';\n${[DOM, PARTS, MODEL, ROWS, SECTIONS, GRAPH, MATRIX, MAIN].join('\n')}\n})();\n`;
