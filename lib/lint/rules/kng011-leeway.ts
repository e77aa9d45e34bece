import { defineRule, KONG_FACTS } from '../rule';
import { ofGuards } from './guard-rule';

export const kng011 = defineRule({
  id: 'KNG011',
  severity: 'warning',
  title: 'Clock skew is forgiven, and only a little',
  cause: 'With 0, which is the default, calls fail where clocks differ by a second; a large one makes expired tokens live on.',
  fix: 'set `leeway` to 60, or what the organisation allows at most',
  source: KONG_FACTS,
  needs: ['gateway'],
  check: ofGuards(({ plugin, config }, { standards }) => {
    if (plugin === 'oidc') return undefined;
    const leeway = typeof config['leeway'] === 'number' ? config['leeway'] : 0;
    return leeway > 0 && leeway <= standards.leewaySeconds
      ? undefined
      : { field: 'leeway', message: `${leeway} s of clock skew are forgiven`, wanted: `1 to ${standards.leewaySeconds}` };
  }),
});
