import { visible } from '../../access';
import { type LeafChange, type Person, type Place, type RouteShown, type Who } from '../report';

/** Who enters, in words: `invoicing (application)`, or `portal (person of managers or finance)`. */
export function whoText({ caller, as, people, together, isOpenSet, consents }: Who): string {
  if (as === 'anonymous') return 'anyone, without a token';
  const kind = isOpenSet ? `any ${as}` : as;
  const of = people.length === 0 ? '' : ` of ${people.map(personText).join(together ? ' and ' : ' or ')}`;
  return visible(`${caller} (${kind}${of}${consents ? ', who consents to more of the client himself' : ''})`);
}

/** A group or person, by name and object id; a principal nobody named, by its object id. */
export function personText({ kind, name, objectId }: Person): string {
  return visible(name === '' || name === objectId ? objectId : `${kind === 'principal' ? '' : `${kind} `}${name}, ${objectId}`);
}

/** A route in words: `orders.list (GET api.example.com/orders)`. */
export function routeText({ name, methods, hosts, path }: RouteShown): string {
  const where = `${methods.length === 0 ? 'any method' : methods.join('|')} ${hosts.join('|')}${path}`;
  return visible(`${name} (${where})`);
}

/** Where something stands, in words: file, line where known, path within the file. A place that only BASE has says so. */
export function placeWords({ file, line, path, side }: Place): string {
  const at = line === undefined ? file : `${file}:${line}`;
  return visible(`${at}${path.length === 0 ? '' : ` ${path.join('.')}`}${side === 'base' ? ' (in BASE)' : ''}`);
}

/** A value that differs, in words: `file:3 path: was -> now`. */
export function leafText({ place, was, now }: LeafChange): string {
  return was === undefined && now === undefined
    ? placeWords(place)
    : visible(`${placeWords(place)}: ${was ?? 'absent'} -> ${now ?? 'absent'}`);
}

/** At most so many characters of a text; what is cut ends in `…`, and no character is cut in two. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
