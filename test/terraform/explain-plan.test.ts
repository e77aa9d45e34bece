import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../lib/cli/main';
import { sales } from '../../examples/sales';
import { environment } from '../support/organisation';
import { TerraformFolder, standIn } from '../support/terraform';
import { synthesize, withTerraform } from './deployed';

interface Answer {
  readonly code: number;
  readonly out: string;
  readonly talk: string;
}

function explained(args: readonly string[]): Answer {
  let [out, talk] = ['', ''];
  const io = { out: (text: string) => void (out += text), talk: (text: string) => void (talk += text), environment: {} };
  const request = ['--request', 'GET https://api.example.com/orders', '--no-token', '--now', '1800000000'];
  return { code: run(['explain', ...request, ...args], io), out, talk };
}

withTerraform('a call is explained from what Terraform shows of a plan or a state, once the client ids are known', () => {
  const stack = synthesize(sales, environment());
  const folder = new TerraformFolder(standIn(stack.terraform));
  const file = (name: string, content: unknown): string => {
    const path = join(folder.path, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  try {
    const first = file('first.json', folder.init().plan().json);
    folder.apply();
    const second = file('second.json', folder.plan().json);
    const state = file('state.json', folder.state());
    const gateway = file('gateway.json', stack.gateway);
    const ids = file('ids.json', folder.outputs());
    const expected = explained(['--template', gateway, '--client-ids', ids]);

    expect(expected.out).toMatch(/^GET .*\nrefused with 401 or 403 by route orders\.list\n[^]*aud [0-9a-f-]{36}/);
    for (const args of [
      ['--template', second],
      ['--template', state],
      ['--template', second, '--client-ids', second],
      ['--template', gateway, '--client-ids', second],
      ['--template', gateway, '--client-ids', state],
      ['--template', first, '--client-ids', ids],
    ])
      expect(explained(args)).toEqual(expected);
    for (const args of [
      ['--template', first],
      ['--template', gateway, '--client-ids', first],
    ]) {
      const { code, out, talk } = explained(args);
      expect([code, out]).toEqual([2, '']);
      expect(talk).toMatch(/first\.json: does not know the client id of orders before the plan is applied\n.*\[CLIENT_ID_MISSING\]\n$/);
    }
  } finally {
    folder.remove();
  }
});
