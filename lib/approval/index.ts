export type * from './types';
export { changeText, readGatewayDiff } from './changes';
export { differences, syncDifferences, unapprovedChanges, type Difference, type Synchronization } from './compare';
export { approvalOf, digestOf, digestOfData, digestOfPieces, shortDigest, writeApproval } from './digest';
export { readApproval } from './read';
