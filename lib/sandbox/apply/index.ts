export { applyStacks, type Applied } from './apply';
