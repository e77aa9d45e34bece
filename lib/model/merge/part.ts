import { type EnvironmentModel } from '../environment';
import { type AccessModel } from '../types';

/** A definition of one repository, with the environment it is deployed to. */
export interface AccessPart {
  /** What the part is called in messages, such as the name of its repository or file. */
  readonly source: string;
  readonly model: AccessModel;
  readonly environment: EnvironmentModel;
}
