import { gatewayOf, type Gateway, type GatewayRoute } from '../../access';
import { bind, tryDocument, uncheckedDocument, type GatewayTemplate, type KongDocument } from '../../kong';
import { type Identity } from '../../terraform';
import { accepted } from './guards';
import { audienceOf } from './audience';
import { type Side } from './side';

/** A gateway that runs what a side deploys, its markers replaced by what stands for client ids here. */
export interface SideGateway {
  readonly gateway?: Gateway;
  /** Why the gateway is not judged. */
  readonly problems: readonly string[];
}

/**
 * Makes the gateway of a side.
 *
 * @param checked Side that was found to be what Kong takes: what is the same there is not checked again
 */
export function sideGateway(side: Side, checked?: Side): SideGateway {
  const { template } = side;
  if (template === undefined) return { problems: side.problems };
  const { flavor, version, dialect } = template;
  const stand = Object.fromEntries([...side.markers].map(([key, identity]) => [key, audienceOf(identity)]));
  // Bound before defaults are put in their places: that is thousands of times less to go through.
  const { document, missing } = bind(template as unknown as KongDocument, stand);
  const bound = withTokensAnywhere(document) as unknown as GatewayTemplate;
  const part = unchecked(bound, template, checked?.template);
  const { document: ofPart, problems } = tryDocument(part, 'deck');
  // What Kong refuses is not deployed, and nobody knows what is.
  if (problems.length > 0)
    return { problems: problems.map(({ path, message }) => `${side.templateFile} ${path}: Kong refuses it: ${message}`) };
  return {
    gateway: gatewayOf(part === bound ? ofPart : uncheckedDocument(bound, 'deck'), { flavor, version, dialect }),
    problems: missing.map((key) => `${side.templateFile}: no registration stands for @@client_id:${key}@@`),
  };
}

/** What of a template is not in one that was checked. */
function unchecked(bound: GatewayTemplate, template: GatewayTemplate, checked: GatewayTemplate | undefined): GatewayTemplate {
  if (checked === undefined || settingsText(template) !== settingsText(checked)) return bound;
  const differs = (key: string): boolean => JSON.stringify(template.apis[key]) !== JSON.stringify(checked.apis[key]);
  return { ...bound, apis: Object.fromEntries(Object.entries(bound.apis).filter(([key]) => differs(key))) };
}

function settingsText({ apis: _apis, ...settings }: GatewayTemplate): string {
  return JSON.stringify(settings);
}

/** Where a plugin may look for a token that a caller can put there as well as into the header. */
const PLACES = ['query', 'body', 'cookie'];

/** The same template for callers who put their token where it is looked for: a place is no condition that keeps anybody out. */
function withTokensAnywhere<Value>(value: Value, owner = ''): Value {
  if (Array.isArray(value)) return value.map((one: unknown) => withTokensAnywhere(one)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withTokensAnywhere<unknown>(one, name)]));
  if (owner !== 'openid-connect') return fields as Value;
  const { bearer_token_header_name: _header, ...others } = fields;
  const types = fields['bearer_token_param_type'];
  const isElsewhere = Array.isArray(types) && types.some((type) => PLACES.includes(String(type)));
  return (isElsewhere ? { ...others, bearer_token_param_type: ['header'] } : others) as Value;
}

/** The registrations whose tokens a route accepts. */
export function apisOf(route: GatewayRoute, side: Side): readonly Identity[] {
  return accepted(route).audiences.flatMap((audience) => side.byAudience.get(audience)?.identity ?? []);
}
