export { applyStacks, notMade, type Applied } from './apply';
