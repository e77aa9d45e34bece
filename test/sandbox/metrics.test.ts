import { request } from 'node:http';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { synthesizedDeployment, within } from '../support/sandbox';

interface Told {
  readonly status: number | undefined;
  readonly type: string | undefined;
  readonly body: string;
}

function ask(url: string, method = 'GET', host = new URL(url).host): Promise<Told> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers: { host } }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (text: string) => (body += text));
      answer.on('end', () => {
        resolve({ status: answer.statusCode, type: answer.headers['content-type'], body });
      });
    });
    asked.on('error', reject).end();
  });
}

test('what is counted can be scraped by programs of this machine, under its own names alone', async () => {
  await within(synthesizedDeployment(organisation, dev), async (sandbox) => {
    await sandbox.call({ host: 'api.dev.contoso.example', path: '/orders/health' });
    const { metrics } = sandbox.urls;
    const told = await ask(metrics);
    const line = told.body.split('\n').find((one) => one.startsWith('kong_http_requests_total{'));

    expect(told).toMatchObject({ status: 200, type: 'text/plain; version=0.0.4; charset=utf-8' });
    expect(line).toMatch(/route="orders\.health-dev",code="200",source="service",consumer=""\} 1$/);
    for (const refused of [
      await ask(metrics, 'GET', 'rebound.example'),
      await ask(metrics, 'POST'),
      await ask(metrics.replace('/metrics', '/config')),
    ]) {
      expect(refused).toMatchObject({ status: 404, body: 'not found\n' });
    }
  });
});
