import { sorted } from '../../model';
import { valueAt } from '../../terraform';
import { type ChangeRow } from '../report';
import { shownValue } from '../changes/shown-value';
import { type Context } from './context';

/** What of a service says which server calls go to. */
const FIELDS = ['host', 'port', 'path'];

/** APIs whose calls go to another server: it gets what only the one before it was meant to get. */
export function upstreamRows({ base, head, names, leaves }: Context): readonly ChangeRow[] {
  const [was, now] = [base?.template?.apis ?? {}, head?.template?.apis ?? {}];
  const apis = Object.keys(now).filter((key) => Object.hasOwn(was, key));
  const rows = apis.flatMap((key): ChangeRow[] => {
    const [before, after] = [serverOf(was[key]), serverOf(now[key])];
    if (before === undefined || after === undefined || before.server === after.server) return [];
    const team = names.team(key);
    return [
      {
        section: 'hardening',
        subject: key,
        what: 'calls go to another server',
        was: before.text,
        now: after.text,
        effect: 'unknown',
        isBlocking: false,
        notes: [
          'it gets every request that the gateway lets through, with the headers that say who calls',
          `must agree: ${team === undefined || team === '' ? 'whoever owns the API, which nobody named' : team}`,
        ],
        places: leaves.take(`API ${key}`, ({ leaf: { place } }) => place.path[2] === 'service' && isOfServer(place.path.slice(3))),
      },
    ];
  });
  return sorted(rows, ({ subject }) => subject);
}

function isOfServer([field = '', ...within]: readonly string[]): boolean {
  return within.length === 0 && FIELDS.includes(field);
}

/** The server that a service passes calls on to; undefined where there is none. */
function serverOf(api: unknown): { readonly server: string; readonly text: string } | undefined {
  const [host, port, path] = FIELDS.map((field) => valueAt(api, 'service', field));
  if (typeof host !== 'string') return undefined;
  const server = `${host}${port === undefined ? '' : `:${String(port)}`}`;
  return { server, text: typeof path === 'string' ? `${server}, path ${shownValue(path, true)}` : server };
}
