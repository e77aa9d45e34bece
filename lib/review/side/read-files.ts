import { DefinitionError, type Problem } from '../../errors';
import { gatewayTemplate, type GatewayTemplate } from '../../kong';
import { parseJson, readAccess, WRONG_SHAPE, type AccessFile } from '../../model';
import { isObject } from '../../terraform';

/** The gateway's template in a text; undefined where it is none, which is a problem more. */
export function templateOf(text: string, source: string, problems: string[]): GatewayTemplate | undefined {
  try {
    const parsed = parseJson(text, source);
    const found: string[] = [];
    if (!isObject(parsed)) found.push(`${source} is not an object`);
    else gatewayTemplate(parsed, '', (problem) => found.push(withoutValue({ ...problem, where: `${source} ${problem.where}` })));
    if (isObject(parsed) && parsed['formatVersion'] !== 1) found.push(`${source} is not a template of format 1`);
    problems.push(...found);
    return found.length === 0 ? (parsed as unknown as GatewayTemplate) : undefined;
  } catch (error) {
    problems.push(...messagesOf(error));
    return undefined;
  }
}

/** The definition in a text; undefined where it is none, which is a problem more. */
export function accessOf(text: string, source: string, problems: string[]): AccessFile | undefined {
  try {
    return readAccess(text, source);
  } catch (error) {
    problems.push(...messagesOf(error));
    return undefined;
  }
}

function messagesOf(error: unknown): readonly string[] {
  if (error instanceof DefinitionError) return error.problems.map(withoutValue);
  throw error;
}

/** A problem of a file, in words. What stands where something of another kind should may be anything, a secret too. */
function withoutValue({ where, what, fix, code }: Problem): string {
  return `${where}: ${code === WRONG_SHAPE ? `is of the wrong kind; ${fix}` : what}`;
}
