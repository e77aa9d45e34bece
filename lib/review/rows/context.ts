import { type AccessChanges } from '../access/changes';
import { type Names } from '../side/names';
import { type Side } from '../side/side';
import { type LeafIndex } from './leaf-index';

/** What rows of one deployment are made from. */
export interface Context {
  /** Absent where the deployment is new. */
  readonly base?: Side;
  /** Absent where the deployment is gone. */
  readonly head?: Side;
  /** All deployments of HEAD: what they have is no part of the change, and may be what it hits. */
  readonly others: readonly Side[];
  readonly names: Names;
  readonly leaves: LeafIndex;
  readonly access: AccessChanges;
}
