import { checkWorkloads, federatedSubject, type Workload, type Workloads } from '../../lib/permissions';

const github = { ci: 'github', owner: 'contoso', repository: 'trading' } as const;
const global = { cloud: 'global' } as const;
const codes = (workloads: unknown, needed: readonly ('plan' | 'apply' | 'consent')[] = ['plan', 'apply']): readonly string[] =>
  checkWorkloads(workloads as Workloads, needed, 'w').map(({ where, code }) => `${where} ${code}`);

const EXACT: readonly (readonly [string, Workload, string, string])[] = [
  [
    'an environment of GitHub',
    { ...github, environment: 'trading-prod' },
    'https://token.actions.githubusercontent.com',
    'repo:contoso/trading:environment:trading-prod',
  ],
  [
    'a branch of GitHub',
    { ...github, branch: 'main' },
    'https://token.actions.githubusercontent.com',
    'repo:contoso/trading:ref:refs/heads/main',
  ],
  [
    'a repository whose subjects have numbers',
    { ...github, environment: 'prod', ids: { owner: '123456', repository: '456789' } },
    'https://token.actions.githubusercontent.com',
    'repo:contoso-123456/trading-456789:environment:prod',
  ],
  [
    'a service connection',
    {
      ci: 'azure-devops',
      organization: 'contoso',
      organizationId: '0d1e5c3a-7b0f-4c6e-9a43-5b1c0e7d2f11',
      project: 'Trading Team',
      connection: 'trading-prod',
    },
    'https://vstoken.dev.azure.com/0d1e5c3a-7b0f-4c6e-9a43-5b1c0e7d2f11',
    'sc://contoso/Trading Team/trading-prod',
  ],
  [
    'a branch of GitLab',
    { ci: 'gitlab', project: 'contoso/teams/trading', branch: 'main' },
    'https://gitlab.com',
    'project_path:contoso/teams/trading:ref_type:branch:ref:main',
  ],
  [
    'what a service connection with Entra’s issuer shows',
    {
      ci: 'other',
      issuer: 'https://login.microsoftonline.com/0d1e5c3a-7b0f-4c6e-9a43-5b1c0e7d2f11/v2.0',
      subject: '/eid1/c/pub/t/x/a/y/sc/z',
    },
    'https://login.microsoftonline.com/0d1e5c3a-7b0f-4c6e-9a43-5b1c0e7d2f11/v2.0',
    '/eid1/c/pub/t/x/a/y/sc/z',
  ],
];

test.each(EXACT)('%s has one exact subject', (_, workload, issuer, subject) => {
  expect(federatedSubject(workload, global)).toEqual({ issuer, subject, audience: 'api://AzureADTokenExchange' });
  expect(codes({ plan: workload }, ['plan'])).toEqual([]);
});

test('each cloud has its audience', () => {
  const clouds = ['usgovernmentl4', 'usgovernmentl5', 'china'] as const;

  expect(clouds.map((cloud) => federatedSubject({ ...github, branch: 'main' }, { cloud }).audience)).toEqual([
    'api://AzureADTokenExchangeUSGov',
    'api://AzureADTokenExchangeUSGov',
    'api://AzureADTokenExchangeChina',
  ]);
});

const WRONG: readonly (readonly [string, unknown])[] = [
  ['a wildcard in the repository', { ...github, repository: '*', environment: 'prod' }],
  ['a wildcard in the environment', { ...github, environment: 'prod*' }],
  ['a colon, which would begin another part', { ...github, environment: 'prod:ref:x' }],
  ['a slash in the owner', { ...github, owner: 'contoso/other', environment: 'prod' }],
  ['a branch with its prefix', { ...github, branch: 'refs/heads/main' }],
  ['a number that is none', { ...github, branch: 'main', ids: { owner: '1', repository: 'x' } }],
  ['pull requests', { ci: 'other', issuer: 'https://token.actions.githubusercontent.com', subject: 'repo:contoso/trading:pull_request' }],
  ['a wildcard elsewhere', { ci: 'other', issuer: 'https://gitlab.com', subject: 'project_path:contoso/*:ref:main' }],
  ['an issuer without TLS', { ci: 'other', issuer: 'http://gitlab.com', subject: 'x' }],
  ['a template of Terraform', { ci: 'other', issuer: 'https://gitlab.com', subject: '${file("x")}*' }],
  ['a line break', { ci: 'other', issuer: 'https://gitlab.com', subject: 'a\nb' }],
  ['a project without a group', { ci: 'gitlab', project: 'trading', branch: 'main' }],
  [
    'an organization without its id',
    { ci: 'azure-devops', organization: 'contoso', project: 'x', connection: 'y', organizationId: 'contoso' },
  ],
  ['a system nobody knows', { ci: 'jenkins' }],
];

test.each(WRONG)('%s is refused', (_, workload) => {
  expect(codes({ plan: workload }, ['plan']).length).toBeGreaterThan(0);
});

test('environment and branch exclude each other, and one of them is needed', () => {
  expect(codes({ plan: { ...github } }, ['plan'])).toEqual(['w.plan WORKLOAD_INVALID']);
  expect(codes({ plan: { ...github, branch: 'main', environment: 'prod' } }, ['plan'])).toEqual(['w.plan WORKLOAD_INVALID']);
});

test('who writes is bound to an environment, never to a branch of GitHub', () => {
  const onBranch = { ...github, branch: 'main' };

  expect(codes({ plan: onBranch, apply: onBranch })).toContain('w.apply WORKLOAD_UNPROTECTED');
});

test('two identities of one subject would be one', () => {
  const same = { ...github, environment: 'prod' };

  expect(codes({ plan: same, apply: same })).toEqual(['w.apply WORKLOAD_SHARED']);
});

test('everything wrong is said at once: what is missing, needless and inexact', () => {
  expect(codes({ plan: { ...github, environment: '*' }, consent: { ...github, environment: 'x' } })).toEqual([
    'w.apply WORKLOAD_MISSING',
    'w.plan.environment WORKLOAD_INVALID',
    'w.consent WORKLOAD_NEEDLESS',
  ]);
});
