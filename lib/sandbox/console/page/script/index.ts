import { CONTROLS } from './controls';
import { DOM } from './dom';
import { FORMS } from './forms';
import { LOG } from './log';
import { MAIN } from './main';
import { ORGANISATION } from './organisation';

/** The script of the page. It is kept as text, since what a compiler makes of a function differs between the ways this package runs. */
export const SCRIPT = `(() => {\n'use strict';\n${[DOM, ORGANISATION, FORMS, LOG, CONTROLS, MAIN].join('\n')}\n})();\n`;
