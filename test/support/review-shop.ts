import { App } from 'cdktf';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  assign,
  defineAccess,
  defineApi,
  defineClient,
  defineEnvironment,
  defineExternalClient,
  defineRoutes,
  grant,
  group,
  microsoftGraph,
  type AccessModel,
  type EnvironmentInput,
  type EnvironmentModel,
  type RouteInput,
} from '../../lib';
import { accessStacks } from '../../lib/gateway';
import { review, type ReviewOptions, type ReviewReport, type SynthOutput } from '../../lib/review';
import { environmentInput, GATEWAY, guid } from './organisation';

/** What a test wants of the shop otherwise. */
export interface ShopChanges {
  /** Key of the API of orders. */
  readonly orders?: string;
  readonly open?: boolean;
  readonly tenants?: readonly string[];
  readonly browse?: 'users' | 'admin';
  /** What the route `list` has besides its methods; every other of its fields. */
  readonly list?: Partial<RouteInput>;
  readonly write?: Partial<RouteInput>;
  readonly routes?: Readonly<Record<string, RouteInput>>;
  readonly billingRoles?: readonly string[];
  readonly portalScopes?: readonly string[];
  readonly partnerScopes?: readonly string[];
  readonly flavor?: EnvironmentModel['gateway']['flavor'];
  readonly withPartner?: boolean;
  readonly withRobot?: boolean;
  readonly graph?: readonly string[];
  /** Groups that hold the role of approving. */
  readonly groups?: readonly string[];
  readonly redirects?: readonly string[];
  readonly owners?: readonly string[];
  readonly reversed?: boolean;
  readonly environment?: Partial<EnvironmentInput>;
}

const named = (keys: readonly string[]): never => keys as never;

function ordersOf({ orders = 'orders', open = false, tenants, browse = 'admin' }: ShopChanges): never {
  return defineApi({
    name: orders,
    team: 'sales',
    owners: ['lead'],
    open,
    ...(tenants && { tenants: [...tenants] }),
    roles: {
      'Orders.Read': { for: 'applications', description: 'Read every order' },
      'Orders.Write': { for: 'applications', description: 'Write every order' },
      'Orders.Export': { for: 'applications', description: 'Export orders, which no route asks for' },
      'Orders.Approve': { for: 'people', description: 'Approve orders' },
    },
    scopes: {
      'Orders.Use': { consent: 'admin', description: 'Use orders for the signed-in person' },
      'Orders.Browse': { consent: browse, description: 'Browse orders for the signed-in person' },
    },
  } as never) as never;
}

function routesOf(changes: ShopChanges): Readonly<Record<string, RouteInput>> {
  return {
    list: { methods: ['GET'], path: '/orders', ...(changes.list ?? { allow: [{ roles: ['Orders.Read'] }] }) } as RouteInput,
    write: { methods: ['POST'], path: '/orders', allow: [{ roles: ['Orders.Read', 'Orders.Write'] }], ...changes.write } as RouteInput,
    browse: { methods: ['GET'], path: '/browse', allow: [{ scopes: ['Orders.Browse'] }] } as never,
    approve: { methods: ['PUT'], path: '/orders/{id}', allow: [{ roles: ['Orders.Approve'], scopes: ['Orders.Use'] }] } as never,
    ...changes.routes,
  };
}

function environmentOf({ orders = 'orders', redirects, flavor, environment = {} }: ShopChanges): EnvironmentModel {
  return defineEnvironment({
    ...environmentInput({ groups: { staff: guid(1), clerks: guid(7) }, upstreams: { [orders]: 'https://orders.internal' } }),
    owners: { lead: guid(2), deputy: guid(5) },
    tenants: { reseller: guid(6) },
    externalClients: { partner: { clientId: guid(3), objectId: guid(4) } },
    ...(flavor && { gateway: { ...GATEWAY, flavor, applicationCalls: { by: 'host', hosts: { public: ['apps.example.com'] } } } }),
    redirectUris: { portal: [...(redirects ?? ['https://portal.example.com/signin'])] },
    networks: { office: ['192.0.2.0/24'] },
    ...environment,
  } as EnvironmentInput);
}

/** A shop: an API, a daemon, a website, a robot, a partner's client and a group, in one environment; synthesized as it would be deployed. */
export function shop(changes: ShopChanges = {}): SynthOutput {
  const { reversed = false, withPartner = true, withRobot = true, graph = [], groups = ['staff'] } = changes;
  const inOrder = <Item>(items: readonly Item[]): Item[] => (reversed ? [...items].reverse() : [...items]);
  const orders = ordersOf(changes);
  const billing = defineClient({ name: 'billing', kind: 'daemon', team: 'finance', owners: [...(changes.owners ?? ['lead'])] });
  const robot = defineClient({ name: 'robot', kind: 'daemon', team: 'logistics', owners: ['lead'] });
  const portal = defineClient({ name: 'portal', kind: 'web', team: 'partners', owners: ['lead'] });
  const partner = defineExternalClient({ name: 'partner' });
  const model = defineAccess({
    apis: [orders],
    clients: inOrder([billing, portal, ...(withRobot ? [robot] : [])]),
    externalApis: graph.length > 0 ? [microsoftGraph] : [],
    externalClients: withPartner ? [partner] : [],
    grants: inOrder([
      grant(billing, orders, { roles: named(changes.billingRoles ?? ['Orders.Read']) }),
      grant(portal, orders, { scopes: named(changes.portalScopes ?? ['Orders.Use', 'Orders.Browse']) }),
      ...(withRobot ? [grant(robot, orders, { roles: named(['Orders.Write']) })] : []),
      ...(withPartner
        ? [grant(partner, orders, { roles: named(['Orders.Read', 'Orders.Write']), scopes: named(changes.partnerScopes ?? []) })]
        : []),
      ...(graph.length > 0 ? [grant(billing, microsoftGraph, { roles: named(graph) })] : []),
    ]),
    assignments: groups.map((name) => assign(group(name), orders, named(['Orders.Approve']))),
    routes: defineRoutes(orders, { host: 'public' } as never, routesOf(changes) as never),
  } as never);
  return synthesized(model, environmentOf(changes));
}

/** The shop's own acceptance of what its rules stop, so that a review has something to say. */
const WAIVERS = [
  { rule: 'CON001', subject: 'billing/RoleManagement.ReadWrite.Directory', reason: 'for the tests of reviews', expires: '2099-12-31' },
];

/** What the deployment stack writes for a definition, by the folder of each stack. */
export function synthesized(model: AccessModel, environment: EnvironmentModel): SynthOutput {
  const outdir = mkdtempSync(join(tmpdir(), 'review-'));
  try {
    const app = new App({ outdir });
    accessStacks(app, { name: 'shop', model, environment, lint: { waivers: WAIVERS } });
    app.synth();
    const root = join(outdir, 'stacks');
    const stacks = readdirSync(root)
      .sort()
      .map((name) => ({
        name,
        files: Object.fromEntries(
          ['cdk.tf.json', 'access.json', 'gateway.json', 'kong.preview.yaml']
            .filter((file) => readdirSync(join(root, name)).includes(file))
            .map((file) => [file, readFileSync(join(root, name, file), 'utf8')]),
        ),
      }));
    return { source: 'shop', stacks };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

type Block = Record<string, unknown>;

/** An output with one value of a parsed file changed; undefined takes it away, blocks on the way to it are made. */
export function edited(output: SynthOutput, file: string, path: readonly string[], value: unknown, stack = 'shop-test'): SynthOutput {
  return {
    ...output,
    stacks: output.stacks.map((one) => {
      if (one.name !== stack) return one;
      const content = JSON.parse(one.files[file] ?? '{}') as Block;
      const last = path.at(-1) ?? '';
      const block = path.slice(0, -1).reduce((at: Block, name) => (at[name] ??= {}) as Block, content);
      if (value === undefined) Reflect.deleteProperty(block, last);
      else block[last] = value;
      return { ...one, files: { ...one.files, [file]: `${JSON.stringify(content, null, 2)}\n` } };
    }),
  };
}

/** The value at a place of a parsed file. */
export function valueIn(output: SynthOutput, file: string, path: readonly string[], stack = 'shop-test'): unknown {
  const text = output.stacks.find(({ name }) => name === stack)?.files[file] ?? '{}';
  return path.reduce((at: unknown, name) => (at as Block | undefined)?.[name], JSON.parse(text) as unknown);
}

/** A review as a test makes it. */
export function reviewed(base: SynthOutput, head: SynthOutput, options: Partial<ReviewOptions> = {}): ReviewReport {
  return review(base, head, { version: '0.0.0', command: 'kong-entra review base head', ...options });
}
