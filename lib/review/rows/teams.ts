import { type AccessFile } from '../../model';
import { type ChangeRow } from '../report';
import { fileOf } from '../side/side';
import { type Context } from './context';

/** APIs and clients that another team owns from now on: it, and no longer the one before, must agree to what widens access to them. */
export function teamRows(name: string, { base, head }: Context): readonly ChangeRow[] {
  const [was, now] = [teamsOf(base?.access), teamsOf(head?.access)];
  return [...now].flatMap(([key, team]): ChangeRow[] => {
    const before = was.get(key);
    if (before === undefined || before === team) return [];
    return [
      {
        section: 'people',
        subject: key.replace(/^\w+ /, ''),
        what: 'another team owns it, and must agree from then on to what widens access to it',
        was: before,
        now: team,
        effect: 'unknown',
        isBlocking: false,
        notes: [`must agree: ${before}`],
        places: [{ place: { file: fileOf(name, 'access.json'), path: [], side: 'head' } }],
      },
    ];
  });
}

function teamsOf(file: AccessFile | undefined): ReadonlyMap<string, string> {
  const named = (kind: string, all: readonly { readonly key: string; readonly team: string }[]): (readonly [string, string])[] =>
    all.map(({ key, team }) => [`${kind} ${key}`, team] as const);
  return new Map([...named('API', file?.model.apis ?? []), ...named('client', file?.model.clients ?? [])]);
}
