import { type Leaf } from '../leaves';
import { type Effect } from '../report';
import { type Described } from './describe';
import { neutral, only, type Weigh } from './weigh';

/** A guard that goes lets a registration be dropped. */
const guarding: Weigh = Object.assign((_was: unknown, now: unknown): Effect => (now === undefined ? 'unknown' : 'neutral'), {
  isMissed: true as const,
});

/** An id that becomes that of another registration: whose owners decide whose tokens are taken. */
const handingOn: Weigh = (was, now) => (was === undefined || now === undefined ? 'neutral' : 'unknown');

/**
 * Values that follow from others: ids of registrations handed on under their names, and what remembers registrations and scopes.
 * Undefined for one that does not follow.
 */
export function describeDerived({ path, was, now }: Leaf): Described | undefined {
  const values = [was, now].filter((value) => value !== undefined).map(String);
  const [top, kind = '', name = ''] = path;
  const told = (subject: string, weigh: Weigh, isHidden = false): Described => ({
    subject,
    field: 'what follows from registrations: ids that are handed on, and what guards and remembers them',
    section: 'other',
    rule: { section: 'other', weigh, isHidden },
    isPlain: true,
  });
  if (top === 'output') {
    if (name === 'sensitive' && path.length === 3) return told(`output ${kind}`, only(true));
    return isDerivedOutput(path, values) ? told(`output ${kind}`, handingOn) : undefined;
  }
  if (top !== 'resource' || kind !== 'terraform_data') return undefined;
  const weigh = weighOfRemembered(path, values);
  // Ids that are handed on were looked at; what else is remembered may be anything.
  return weigh && told(`terraform_data.${name}`, weigh, weigh !== handingOn);
}

function isDerivedOutput([, output = '', value, key, ...within]: readonly string[], values: readonly string[]): boolean {
  if (value !== 'value' || within.length > 0) return false;
  if (key === undefined) return values.every((one) => isHandedOn(one, output));
  return output === 'client_ids' && values.every((one) => isClientIdOf(one, key));
}

/** What remembers something for a later run, and the gateway's client ids. */
function weighOfRemembered([, , name, field, first = '', ...others]: readonly string[], values: readonly string[]): Weigh | undefined {
  if (name === 'gateway') {
    const [key = '', ...within] = others;
    const isId = field === 'triggers_replace' && first === 'client_ids' && within.length === 0;
    return isId && values.every((value) => isClientIdOf(value, key)) ? handingOn : undefined;
  }
  if (field === 'lifecycle' && first === 'prevent_destroy') return only(true);
  if (others.length > 0) return undefined;
  if (field === 'for_each' && first !== '') return guarding;
  return field === 'input' && first === 'scope_ids' ? neutral : undefined;
}

/** Whether a reference is to the client id of the registration of a key: addresses begin with what the key reads like. */
function isClientIdOf(reference: string, key: string): boolean {
  const address = key.replace(/[^a-z0-9]+/g, '_');
  return new RegExp(`^\\$\\{azuread_application\\.${address}_[0-9a-f]{8}\\.client_id\\}$`).test(reference);
}

/** Whether an output for another stack hands on just what it is called after. */
function isHandedOn(reference: string, output: string): boolean {
  const [, type = '', resource = '', attribute = ''] = /^\$\{(azuread_\w+)\.([\w-]+)\.(object_id|client_id|id)\}$/.exec(reference) ?? [];
  return type !== '' && output === `cross-stack-output-${type}${resource}${attribute}`;
}
