export { LIMITS, type ArtefactLimits } from './limits';
export { readPlainFile } from './plain-file';
export { readStackFiles } from './stack-files';
export { unpackArtefact, type Unpacked } from './unpack';
