import { sorted } from '../../model';
import { type ChangeRow } from '../report';
import { type Context } from './context';

/** Routes and APIs that come or go on the gateway as a whole. Who may call them is told as access. */
export function gatewayRows({ leaves, names }: Context): readonly ChangeRow[] {
  const [added, gone] = (['new', 'gone'] as const).map((status) => new Set(leaves.owners(status))) as [Set<string>, Set<string>];
  const rows = [...new Set([...added, ...gone])]
    .filter((owner) => /^(?:route|API) /.test(owner))
    .map((owner): ChangeRow => {
      const name = owner.replace(/^\w+ /, '');
      const route = owner.startsWith('route ') ? names.route(name) : undefined;
      const at = route === undefined ? '' : `: ${[route.methods.join(', '), route.path].filter((text) => text !== '').join(' ')}`;
      const what =
        added.has(owner) && gone.has(owner)
          ? 'changes between calls that are passed on and calls that the gateway answers itself'
          : `${added.has(owner) ? 'is new' : 'goes'} on the gateway`;
      return {
        section: 'routes',
        subject: name,
        what: `${owner.startsWith('route ') ? 'the route' : 'the API'} ${what}${at}`,
        effect: 'neutral',
        isBlocking: false,
        notes: [],
        places: leaves.take(owner),
      };
    });
  return sorted(rows, ({ subject, what }) => `${subject} ${what}`);
}
