import { asDeployment, type DeploymentReview, type SynthOutput } from '../../lib/review';
import { GATEWAY } from '../support/organisation';
import { reviewed, shop, type ShopChanges } from '../support/review-shop';

const PROXIED = { ...GATEWAY, trustedProxies: [], applicationCalls: { by: 'host', hosts: { public: ['apps.example.com'] } } } as never;

type Environment = NonNullable<ShopChanges['environment']>;

const ROUTES = {
  office: { methods: ['GET'], path: '/office', public: 'for whoever is in the office', networks: 'office' },
  page: { methods: ['GET'], path: '/page', allow: [{ roles: ['Orders.Read'] }], cors: { origins: 'site' } },
};

const DEV: Environment = { gateway: PROXIED, networks: { office: ['10.0.0.0/8'] }, origins: { site: ['https://dev.example.com'] } };

/** What an environment of one head allows that another does not. */
function compared(own: Environment, others: Environment): DeploymentReview {
  const routes = ROUTES as unknown as NonNullable<ShopChanges['routes']>;
  const both: SynthOutput = {
    source: 'both',
    stacks: [
      ...shop({ routes, environment: { ...DEV, ...others } }).stacks,
      ...shop({ routes, environment: { ...DEV, name: 'other', ...own } }).stacks,
    ],
  };
  const [found] = reviewed(asDeployment(both, 'shop-test', 'shop-other', both), both, { stack: 'shop-other' }).deployments;
  if (found === undefined) throw new Error('no deployment');
  return found;
}

test('networks of the same name that let in more addresses are no name of the same thing', () => {
  const { access, verdict } = compared({ networks: { office: ['0.0.0.0/0'] } }, {});

  expect(access.map(({ direction, who, was, now }) => [direction, who[0]?.caller, was, now])).toEqual([
    ['gained', 'anonymous', 'no token from 10.0.0.0/8', 'no token from 0.0.0.0/0'],
  ]);
  expect(verdict.level).toBe('blocking');
});

test('networks of the same name that let in fewer addresses are told as well', () => {
  expect(compared({}, { networks: { office: ['0.0.0.0/0'] } }).access.map(({ direction }) => direction)).toEqual(['lost']);
});

test.each<readonly [string, Environment, Environment]>([
  ['a site', { origins: { site: ['https://www.example.com'] } }, {}],
  ['a site that runs on somebody’s own machine elsewhere', {}, { origins: { site: ['http://localhost:3000'] } }],
  ['an upstream', { upstreams: { orders: 'https://other.internal' } }, { upstreams: { orders: 'https://orders.internal' } }],
])('environments in which %s has another name are the same', (_what, own, others) => {
  expect(compared(own, others).verdict.line).toBe('✅ both are the same, names and ids of the same things set aside');
});

test.each<readonly [string, Environment, Environment, string]>([
  ['pages', { origins: { site: ['http://localhost:3000'] } }, {}, 'cors origins'],
  ['calls to an upstream', { upstreams: { orders: 'http://orders.internal' } }, {}, 'protocol'],
])('plain HTTP of %s is no other name of what has HTTPS elsewhere', (_what, own, others, field) => {
  const { changes } = compared(own, others);

  expect(changes.filter(({ effect }) => effect !== 'neutral').map(({ what }) => what)).toContain(field);
});
