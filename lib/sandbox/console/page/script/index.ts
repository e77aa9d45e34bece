import { DOM } from '../../../../page';
import { CALL } from './call';
import { CONTROLS } from './controls';
import { PARTS } from './parts';
import { GRAPH } from './graph';
import { INSPECTOR } from './inspector';
import { LOG } from './log';
import { MAIN } from './main';
import { MODEL } from './model';
import { SESSION } from './session';
import { TOKEN } from './token';

/** The script of the page. It is kept as text, since what a compiler makes of a function differs between the ways this package runs. */
export const SCRIPT = `(() => {\n'use strict';\n${[DOM, PARTS, SESSION, MODEL, GRAPH, INSPECTOR, TOKEN, CALL, LOG, CONTROLS, MAIN].join('\n')}\n})();\n`;
