import {
  assign,
  defineAccess,
  defineApi,
  defineClient,
  defineEnvironment,
  defineRoutes,
  grant,
  group,
  type EnvironmentInput,
} from '../../lib';
import { compareAll } from '../../lib/sandbox';
import { Sandbox } from '../../lib/sandbox/sandbox';
import { type SynthesizedDeployment } from '../../lib/sandbox/stacks';
import { TerraformWorkspace } from '../../lib/sandbox/terraform';
import { withAzuread } from '../entra/real-terraform';
import { environmentInput, guid } from '../support/organisation';
import { synthesizedDeployment } from '../support/sandbox';

const test = withAzuread();

/** What a step of the evolution has otherwise. */
interface State {
  readonly roles: Readonly<Record<string, object>>;
  readonly scopes: Readonly<Record<string, object>>;
  readonly ordersName: string;
  readonly portal: 'web' | 'spa';
  readonly portalScopes: readonly string[];
  readonly robotRoles: readonly string[];
  readonly billsCallOrders: boolean;
  readonly consent: 'grant' | 'request-only';
  readonly hasArchive: boolean;
  readonly isArchiveRetired: boolean;
  readonly redirects: readonly string[];
  readonly groups: readonly string[];
  readonly isOpen: boolean;
}

const READ = { 'Orders.Read': { for: 'applications', description: 'Read' } };
const WRITE = { for: 'applications', description: 'Write' };

const START: State = {
  roles: { ...READ, 'Orders.Write': WRITE },
  scopes: { 'Orders.Use': { consent: 'admin', description: 'Use' }, 'Orders.Browse': { consent: 'admin', description: 'Browse' } },
  ordersName: 'orders',
  portal: 'web',
  portalScopes: ['Orders.Use', 'Orders.Browse'],
  robotRoles: ['Orders.Read'],
  billsCallOrders: false,
  consent: 'grant',
  hasArchive: true,
  isArchiveRetired: false,
  redirects: ['https://portal.example.com/signin'],
  groups: ['staff'],
  isOpen: false,
};

function deployed(state: State): SynthesizedDeployment {
  const named = (keys: readonly string[]): never => keys as never;
  const orders = defineApi({
    key: 'orders',
    name: state.ordersName,
    team: 'sales',
    upstream: 'orders',
    open: state.isOpen,
    roles: state.roles,
    scopes: state.scopes,
  } as never);
  const bills = defineApi({
    name: 'bills',
    team: 'finance',
    upstream: 'orders',
    roles: { 'Bills.Read': { for: 'applications', description: 'Read' } },
  } as never);
  const archive = defineApi({
    name: 'archive',
    team: 'sales',
    upstream: 'orders',
    roles: { 'Archive.Read': { for: 'applications', description: 'Read' } },
  } as never);
  // Of the API's own team: it is pre-authorized.
  const portal = defineClient({ name: 'portal', kind: state.portal, team: 'sales' } as never);
  const robot = defineClient({ name: 'robot', kind: 'daemon', team: 'logistics' });
  const allow = [{ roles: ['Orders.Read'] }, { scopes: ['Orders.Use'] }];
  const model = defineAccess({
    apis: [orders, bills, ...(state.hasArchive ? [archive] : [])],
    clients: [portal, robot],
    grants: [
      grant(portal, orders, { scopes: named(state.portalScopes) }),
      grant(robot, orders, { roles: named(state.robotRoles) }),
      grant(robot, bills, { roles: named(['Bills.Read']) }),
      ...(state.billsCallOrders ? [grant(bills, orders, { roles: named(['Orders.Read']) })] : []),
    ],
    assignments: state.groups.map((name) => assign(group(name), orders)),
    routes: [
      defineRoutes(orders, { host: 'public' } as never, { list: { methods: ['GET'], path: '/orders', allow } } as never),
      defineRoutes(
        bills,
        { host: 'public', allow: [{ roles: ['Bills.Read'] }] } as never,
        { list: { methods: ['GET'], path: '/bills' } } as never,
      ),
    ],
    retired: state.isArchiveRetired ? [{ kind: 'api', key: 'archive', then: 'delete' }] : [],
  } as never);
  return synthesizedDeployment(
    model,
    defineEnvironment({
      ...environmentInput({ consent: state.consent } as Partial<EnvironmentInput>),
      groups: { staff: guid(1), clerks: guid(7) },
      redirectUris: { portal: [...state.redirects] },
    } as EnvironmentInput),
  );
}

const STEPS: readonly (readonly [string, Partial<State>])[] = [
  ['a role is added', { roles: { ...START.roles, 'Orders.Export': { for: 'applications', description: 'Export' } } }],
  ['the role is granted', { robotRoles: ['Orders.Read', 'Orders.Export'] }],
  ['a role is removed with its grant', { roles: START.roles, robotRoles: ['Orders.Read'] }],
  ['a role gets another value, and keeps its key', { roles: { ...READ, 'Orders.Change': { key: 'Orders.Write', ...WRITE } } }],
  [
    'a role gets another description',
    { roles: { ...READ, 'Orders.Change': { key: 'Orders.Write', ...WRITE, description: 'Change any order' } } },
  ],
  [
    'a scope goes while a client is pre-authorized for it',
    { scopes: { 'Orders.Use': START.scopes['Orders.Use'] ?? {} }, portalScopes: ['Orders.Use'] },
  ],
  ['a scope comes back, and the client may use it again', { scopes: START.scopes, portalScopes: START.portalScopes }],
  ['a website becomes a single-page application', { portal: 'spa' }],
  ['a redirect URI is added', { redirects: ['https://portal.example.com/signin', 'https://portal.example.com/silent'] }],
  ['an API gets another name', { ordersName: 'orders-of-all' }],
  ['an API starts to call another', { billsCallOrders: true }],
  ['another group may use an API', { groups: ['staff', 'clerks'] }],
  ['an API lets in whoever asks', { isOpen: true }],
  ['an API lets in only whom it knows again', { isOpen: false }],
  ['consents are only requested', { consent: 'request-only' }],
  ['consents are given again', { consent: 'grant' }],
  ['an API is retired', { hasArchive: false, isArchiveRetired: true }],
];

interface PlanChange {
  readonly address: string;
  readonly type: string;
  readonly change: { readonly actions: readonly string[] };
}

test('a definition evolves: each step applies, leaves nothing to do, replaces no registration, and is what is predicted', async () => {
  let workspace: TerraformWorkspace | undefined;
  const first = deployed(START);
  const sandbox = await Sandbox.start(first, (entra, given) => {
    workspace = new TerraformWorkspace(entra, given);
    return workspace.apply(given.stacks);
  });
  try {
    if (workspace === undefined) throw new Error('nothing was applied');
    const told: (readonly [string, unknown])[] = [];
    let state = START;
    for (const [step, change] of STEPS) {
      state = { ...state, ...change };
      const deployment = deployed(state);
      told.push([step, await stepIn(workspace, deployment, step)]);
      sandbox.serve(deployment, await workspace.outputs(deployment.name));
      const wrong = (await compareAll(sandbox)).filter(({ disagreements }) => disagreements.length > 0);
      if (wrong.length > 0) told.push([`${step}: agreement`, wrong.slice(0, 2)]);
    }

    expect(told).toEqual(STEPS.map(([step]) => [step, 'applied, nothing left to do']));
  } finally {
    workspace?.remove();
    await sandbox.close();
  }
}, 600_000);

async function stepIn(workspace: TerraformWorkspace, { stacks: [stack] }: SynthesizedDeployment, step: string): Promise<string> {
  if (stack === undefined) return 'no stack';
  workspace.write(stack);
  const run = (...args: readonly string[]): ReturnType<TerraformWorkspace['run']> => workspace.run(stack.name, ...args, '-no-color');
  const planned = await run('plan', '-input=false', '-out=tfplan');
  if (planned.code !== 0) return planned.talk;
  const shown = await workspace.run(stack.name, 'show', '-json', 'tfplan');
  const { resource_changes: changes } = JSON.parse(shown.out) as { readonly resource_changes: readonly PlanChange[] };
  const isEnding = step === 'an API is retired';
  const gone = changes.filter(
    ({ type, change }) => /^azuread_(?:application|service_principal)$/.test(type) && change.actions.includes('delete'),
  );
  const unwanted = gone.filter(({ address, change }) => !isEnding || !address.includes('archive') || change.actions.includes('create'));
  if (unwanted.length > 0) return `goes: ${unwanted.map(({ address }) => address).join(', ')}`;
  const applied = await run('apply', '-input=false', 'tfplan');
  if (applied.code !== 0) return applied.talk;
  const again = await run('plan', '-input=false', '-detailed-exitcode');
  return again.code === 0 ? 'applied, nothing left to do' : `${again.out}${again.talk}`;
}
