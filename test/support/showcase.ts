import {
  assign,
  defineAccess,
  defineApi,
  defineClient,
  defineEnvironment,
  defineRoutes,
  grant,
  group,
  type EnvironmentModel,
  type GatewayInput,
} from '../../lib';
import { environmentInput, guid } from './organisation';

const library = defineApi({
  name: 'library',
  team: 'reading',
  roles: {
    'Books.Read.All': { for: 'applications', description: 'Read every book' },
    'Books.Curate': { for: 'people', description: 'Curate books' },
    'Books.Lend': { for: 'both', description: 'Lend books' },
  },
  scopes: {
    'Books.Use': { consent: 'users', description: 'Use books for the signed-in person' },
    'Books.Share': { consent: 'admin', description: 'Share books for the signed-in person' },
  },
});
const crawler = defineClient({ name: 'crawler', kind: 'daemon', team: 'search' });

/** One API with everything a route can say. */
export const showcase = defineAccess({
  apis: [library],
  clients: [crawler],
  grants: [grant(crawler, library, { roles: ['Books.Read.All'] })],
  assignments: [assign(group('curators'), library, ['Books.Curate', 'Books.Lend'])],
  routes: defineRoutes(
    library,
    { host: 'public', forward: { headers: { 'X-Client-Id': 'client-id', 'X-Object-Id': 'object-id', 'X-Tenant-Id': 'tenant-id' } } },
    {
      list: {
        methods: ['GET'],
        path: '/books',
        allow: [{ roles: ['Books.Read.All'] }, { scopes: ['Books.Use'] }],
        rateLimit: { perMinute: 60, perHour: 600 },
        cors: { origins: 'shop', credentials: true, exposedHeaders: ['X-Total'] },
      },
      lend: { methods: ['POST'], path: '/books/{id}/lend', allow: [{ roles: ['Books.Lend'] }] },
      curate: {
        methods: ['PUT'],
        path: '/books/{id}',
        allow: [
          { roles: ['Books.Curate', 'Books.Lend'], scopes: ['Books.Use'] },
          { roles: ['Books.Curate', 'Books.Lend'], scopes: ['Books.Share'] },
        ],
        networks: 'office',
      },
      pages: {
        methods: ['GET'],
        path: '/books/{id}/pages/**',
        allow: [{ scopes: ['Books.Use'] }],
        forward: {
          token: true,
          headers: { 'X-Client-Id': 'client-id', 'X-Object-Id': 'object-id', 'X-Tenant-Id': 'tenant-id', 'X-Roles': 'roles' },
        },
      },
      burn: { methods: ['DELETE'], path: '/books/**', allow: [] },
      health: { path: '/health', public: 'Probed by the load balancer' },
    },
  ),
  observability: { accessLog: true },
});

/** The part of it that open-source Kong can enforce. */
export const openSourceShowcase = {
  ...showcase,
  routes: showcase.routes
    .filter((route) => route.key !== 'curate' && route.key !== 'pages')
    .map((route) =>
      route.key === 'list' && route.access.kind === 'allow'
        ? { ...route, access: { ...route.access, alternatives: [{ roles: ['Books.Read.All'], scopes: [] }] } }
        : route,
    ),
};

export function showcaseEnvironment(gateway: Partial<GatewayInput> = {}): EnvironmentModel {
  return defineEnvironment({
    ...environmentInput(),
    groups: { curators: guid(1) },
    upstreams: { library: 'https://library.internal:8443/api/' },
    origins: { shop: ['https://shop.example.com'] },
    networks: { office: ['192.0.2.0/24', '2001:db8::/32'] },
    gateway: { ...environmentInput().gateway, trustedProxies: ['10.0.0.0/8'], accessLog: { to: 'stdout' }, ...gateway },
  });
}
