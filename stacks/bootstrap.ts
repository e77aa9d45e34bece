import { App } from 'cdktf';
import { BootstrapStack, type Workloads } from '../lib/bootstrap';
import { accessStacks } from '../lib/gateway';
import { dev } from './environments/dev';
import { prod } from './environments/prod';
import { organisation } from './organisation';

const repository = { ci: 'github', owner: 'contoso', repository: 'trading' } as const;

// One repository deploys both environments; only jobs of a protected environment on GitHub may write.
const workloads: Readonly<Record<'dev' | 'prod', Workloads>> = {
  dev: {
    plan: { ...repository, environment: 'trading-dev-plan' },
    apply: { ...repository, environment: 'trading-dev' },
  },
  prod: {
    plan: { ...repository, environment: 'trading-prod-plan' },
    apply: { ...repository, environment: 'trading-prod' },
    consent: { ...repository, environment: 'trading-prod-consents' },
  },
};

// Apart from the stacks of the pipelines: an administrator deploys these, and no pipeline ever does.
const app = new App({ outdir: 'cdktf.bootstrap' });
for (const [environment, own, container] of [
  [dev, workloads.dev, undefined],
  [prod, workloads.prod, 'kong-entra-bootstrap'],
] as const) {
  const { access, consents } = accessStacks(new App({ outdir: app.outdir }), { name: 'trading', model: organisation, environment });
  new BootstrapStack(app, `trading-${environment.key}-bootstrap`, {
    name: `trading-${environment.key}`,
    environment,
    deploys: consents === undefined ? [access] : [access, consents],
    workloads: own,
    state: environment.state.kind === 'azure' && container !== undefined ? { ...environment.state, container } : { kind: 'local' },
  });
}
app.synth();
