import { ACCESS } from './access';
import { CONSOLE } from './console';
import { KONG } from './kong';
import type { Mutation } from './mutation';
import { REVIEW } from './review';
import { REVIEW_ACCESS } from './review-access';
import { REVIEW_DEPLOYED } from './review-deployed';
import { REVIEW_PLANNED } from './review-planned';
import { REVIEW_TOLD } from './review-told';
import { ROUTER } from './router';
import { SANDBOX } from './sandbox';
import { SHADOWING } from './shadows';

/** Every mutation. */
export const MUTATIONS: readonly Mutation[] = [
  ...ACCESS,
  ...ROUTER,
  ...SHADOWING,
  ...KONG,
  ...REVIEW,
  ...REVIEW_ACCESS,
  ...REVIEW_DEPLOYED,
  ...REVIEW_PLANNED,
  ...REVIEW_TOLD,
  ...SANDBOX,
  ...CONSOLE,
];
