import { DefinitionError, throwIfAny } from '../errors';
import { bind, tryDocument, writeDocument } from '../kong';
import { type Bindings } from '../model';
import { isObject, type Json } from '../terraform';
import { type SynthesizedDeployment } from './stacks';

/** Client ids among the outputs of a stack. */
export function clientIdsOf(outputs: Json | undefined, stack: string): Bindings {
  const ids = outputs?.['client_ids'];
  if (!isObject(ids)) throw refused(stack, 'has no output client_ids', 'synthesize again');
  return Object.fromEntries(Object.entries(ids).map(([key, id]) => [key, String(id)]));
}

/** The file that the gateway gets, as `kong render` writes it. */
export function kongFile({ name, template }: SynthesizedDeployment, clientIds: Bindings): string {
  if (Object.keys(template.apis).length === 0) throw refused(name, 'has no route that anybody could call', 'declare one');
  const { document: unbound, problems } = tryDocument(template, 'deck');
  throwIfAny(
    problems.map(({ path, message }) => ({
      where: `${name} ${path}`,
      what: message,
      fix: 'Kong refuses it as well: render it again',
      code: 'SANDBOX_GATEWAY',
    })),
  );
  const { document, missing } = bind(unbound, clientIds);
  if (missing.length > 0) throw refused(name, `has no client id of ${missing.join(', ')}`, 'load the stack that registers them');
  return writeDocument(document, 'json');
}

/** One problem with what a sandbox was given. */
export function refused(where: string, what: string, fix: string): DefinitionError {
  return new DefinitionError([{ where, what, fix, code: 'SANDBOX_INPUT' }]);
}
