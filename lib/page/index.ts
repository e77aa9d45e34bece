export { DOM } from './dom';
export { PALETTE } from './palette';
export { sourceHash } from './source-hash';
