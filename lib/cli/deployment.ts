import { foreignOf, type Deployment } from '../access';
import { mergeAccess, readAccess, type AccessPart } from '../model';
import { FOREIGN_FLAG, kongEntities } from './gateway-source';
import { readText } from './io';
import { type Flag } from './usage';

/** Flags that say which deployments are meant, and what else is on their gateway. */
export const DEPLOYMENT_FLAGS: Readonly<Record<'access' | 'foreign', Flag>> = {
  access: {
    describes: 'access.json beside the synthesized stack; may be given again, for definitions of several repositories on one gateway',
    default: '',
    takes: 'many',
  },
  foreign: FOREIGN_FLAG,
};

/** The deployment of some files, several of them merged; settings without a say in who gets in are the first one's. */
export function loadDeployment(access: readonly string[], foreign: readonly string[]): Deployment {
  const parts = access.map((path): AccessPart => ({ source: path, ...readAccess(readText(path), path) }));
  const [first] = parts;
  if (first === undefined) throw new Error('no file of a deployment is named');
  const { model, environment } = parts.length === 1 ? first : mergeAccess(parts, { settingsOf: first.source });
  const dumps = foreign.map((path) => kongEntities(path, environment.gateway.flavor));
  // Each part's own tags mark what is its own.
  const others = dumps.map((dumped) => parts.reduce((left, part) => foreignOf(left, part.environment.gateway.selectTags, {}), dumped));
  return { model, environment, ...(others.length > 0 && { foreign: others }) };
}
