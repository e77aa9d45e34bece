export { LONGEST_POLICY, parsePolicy } from './read';
