import { type Problem } from '../errors';

/** Something an artefact has that a synthesis does not write. */
export function refused(where: string, what: string): Problem {
  return {
    where,
    what,
    fix: 'pass what a synthesis wrote, unchanged: the folder stacks with cdk.tf.json, access.json, gateway.json and kong.preview.yaml',
    code: 'ARTEFACT_REFUSED',
  };
}
