import { findShadows, renderedGateway, requestLine, shadowText, visible, visibleJson, type GatewayRoute, type Shadow } from '../../access';
import { throwIfAny } from '../../errors';
import { type RouterFlavor, type RouterRoute } from '../../router';
import { DEPLOYMENT_FLAGS, loadDeployment } from '../deployment';
import { kongEntities, valuesOf } from '../gateway-source';
import { type Io } from '../io';
import type { Command } from '../usage';

type Flags = Readonly<Record<string, string>>;

export const shadows: Command & { readonly run: (flags: Flags, io: Io) => number } = {
  words: ['shadows'],
  describes:
    'Lists routes that stand in each other’s way, each with a request that shows it: routes that never match, take what another is meant for, reach into ' +
    'a sibling, or win only in some calculations or flavors of the router. Exit code 1 where there are any.',
  flags: {
    ...DEPLOYMENT_FLAGS,
    config: { describes: 'Kong file instead of --access', default: '' },
    flavor: {
      describes: 'router_flavor of the gateway of --config',
      default: 'traditional_compatible',
      allowed: ['traditional_compatible', 'traditional', 'expressions'],
    },
    format: { describes: 'for people or for programs', default: 'text', allowed: ['text', 'json'] },
  },
  run: (flags, io) => {
    const found = shadowsOf(flags);
    if (flags['format'] === 'json') io.out(visibleJson({ formatVersion: 1, shadows: found.map(asData) }));
    else
      io.out(
        found.length === 0 ? 'no route stands in the way of another\n' : found.map((shadow) => `${visible(shadowText(shadow))}\n`).join(''),
      );
    return found.length === 0 ? 0 : 1;
  },
};

function shadowsOf(flags: Flags): readonly Shadow[] {
  const [files, config] = [valuesOf(flags, 'access'), flags['config'] ?? ''];
  const wrong = [
    ...(files.length > 0 === (config !== '') ? ['needs one of --access and --config'] : []),
    ...(config !== '' && valuesOf(flags, 'foreign').length > 0
      ? ['takes --foreign only beside --access: a Kong file has all there is']
      : []),
  ];
  const fix = 'name the access.json beside the synthesized stack, or a Kong file';
  throwIfAny(wrong.map((what) => ({ where: 'kong-entra shadows', what, fix, code: 'USAGE' })));
  if (config !== '') {
    const flavor = flags['flavor'] as RouterFlavor;
    return findShadows<RouterRoute>({ flavor, routes: kongEntities(config, flavor).routes });
  }
  const { foreign, ...deployment } = loadDeployment(files, valuesOf(flags, 'foreign'));
  const { flavor } = deployment.environment.gateway;
  const own = new Set(renderedGateway(deployment).routes.map(({ id }) => id));
  const { routes } = renderedGateway({ ...deployment, ...(foreign && { foreign }) });
  const declared = new Set(routes.filter(({ id }) => own.has(id)));
  // How declared routes stand to each other is settled when they are rendered.
  return findShadows<GatewayRoute>({ flavor, routes, declared });
}

function asData({ kind, route, by, request, outcomes }: Shadow): object {
  const name = (one: RouterRoute | null): string | null => one && (one.name ?? one.id ?? '');
  return {
    kind,
    route: name(route),
    ...(by !== undefined && { by: name(by) }),
    ...(request !== undefined && { request: requestLine(request) }),
    ...(outcomes !== undefined && { outcomes: outcomes.map((one) => ({ ...one, route: name(one.route) })) }),
  };
}
