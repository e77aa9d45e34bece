import { sorted } from '../../model';
import { type ChangeRow } from '../report';
import { type Context } from './context';

/** Routes and APIs that come or go on the gateway as a whole. Who may call them is told as access. */
export function gatewayRows({ leaves, names }: Context): readonly ChangeRow[] {
  const rows = (['new', 'gone'] as const).flatMap((status) =>
    leaves
      .owners(status)
      .filter((owner) => /^(?:route|API) /.test(owner))
      .map((owner): ChangeRow => {
        const isRoute = owner.startsWith('route ');
        const name = owner.replace(/^\w+ /, '');
        const route = isRoute ? names.route(name) : undefined;
        const at = route === undefined ? '' : `: ${route.methods.join(', ')} ${route.path}`;
        return {
          section: 'routes',
          subject: name,
          what: `${isRoute ? 'the route' : 'the API'} ${status === 'new' ? 'is new' : 'goes'} on the gateway${at}`,
          effect: 'neutral',
          isBlocking: false,
          notes: [],
          places: leaves.take(owner),
        };
      }),
  );
  return sorted(rows, ({ subject, what }) => `${subject} ${what}`);
}
