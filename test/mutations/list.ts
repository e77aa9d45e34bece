import { ACCESS } from './access';
import { KONG } from './kong';
import type { Mutation } from './mutation';
import { ROUTER } from './router';

/** Every mutation. */
export const MUTATIONS: readonly Mutation[] = [...ACCESS, ...ROUTER, ...KONG];
