import { DefinitionError, throwIfAny, type Problem } from '../errors';
import { fieldsOf, isPlainObject, list, oneOf, optional, pattern, record, shapeProblem, tag, type Check } from '../model';
import { type GatewayTemplate } from './template';

const anything: Check = () => undefined;

const text: Check = (value, where, report) => {
  if (typeof value !== 'string' || value === '') report(shapeProblem(where, value, 'a text'));
};

const fields = record(anything, anything);
const plugins = record(anything, fields);
const texts = list(text, { min: 1 });
// Kong takes an object with nothing in it for an empty list; whoever reads a template expects lists.
const listed = optional(list(anything));
const matching = { methods: listed, snis: listed, protocols: listed, headers: optional(record(anything, list(anything))) };
// Without hosts or paths a route would take the requests of others, without plugins everybody's.
const routes = record(anything, fieldsOf({ ...matching, hosts: texts, paths: texts, plugins }));

/** What a template must hold for the document of it to mean what it says; further fields go into the document as they are. */
export const gatewayTemplate: Check = fieldsOf({
  // By these a document is checked and served.
  dialect: oneOf('openid-connect', 'oidc'),
  version: pattern(/^[0-9]+(?:\.[0-9]+){2,3}$/, 'a version of Kong, such as 3.14.0.1', 'FILE_INVALID'),
  flavor: oneOf('traditional_compatible', 'traditional', 'expressions'),
  // Without a tag of this deployment's own decK would take away everything else on the gateway.
  selectTags: list(tag, { min: 1 }),
  routeDefaults: fieldsOf({ ...matching, hosts: listed, paths: listed }),
  pluginDefaults: plugins,
  apis: record(
    anything,
    fieldsOf({
      pluginDefaults: plugins,
      service: fieldsOf({ name: text, host: text, plugins, routes }),
      routes,
    }),
  ),
});

/**
 * A template as it was parsed.
 *
 * @param source Name of the file
 * @throws DefinitionError where it is none, or lacks what gives the document its meaning
 */
export function readTemplate(parsed: unknown, source: string): GatewayTemplate {
  if (!isPlainObject(parsed) || parsed['formatVersion'] !== 1) {
    const what = 'is not a gateway template of format 1';
    throw new DefinitionError([{ where: source, what, fix: 'name the gateway.json beside the synthesized stack', code: 'FILE_INVALID' }]);
  }
  const problems: Problem[] = [];
  gatewayTemplate(parsed, '', (problem) => problems.push({ ...problem, where: `${source} ${problem.where}` }));
  throwIfAny(problems);
  return parsed as unknown as GatewayTemplate;
}
