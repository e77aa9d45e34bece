export { type GraphFaults } from './faults';
export { GraphSurface } from './graph';
