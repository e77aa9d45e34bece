import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { bind, renderGateway, toDocument, type AccessModel, type Bindings, type DocumentForm, type EnvironmentModel } from '../../lib';
import { run } from '../../lib/cli/main';
import { dev } from '../../stacks/environments/dev';
import { prod } from '../../stacks/environments/prod';
import { organisation } from '../../stacks/organisation';
import { openSourceShowcase, showcase, showcaseEnvironment } from '../support/showcase';
import type { TerraformFolder } from '../support/terraform';
import { inDeployed, stateOf, synthesize, withTerraform } from './deployed';

const FORMS: readonly DocumentForm[] = ['deck', 'db-less'];

/** What the gateway's carrier holds in the state: every text evaluated by Terraform, every id filled in. */
interface Evaluated {
  readonly settings: string;
  readonly apis: Readonly<Record<string, string>>;
  readonly client_ids: Bindings;
}

function evaluated(folder: TerraformFolder): Evaluated {
  return stateOf(folder)['terraform_data.gateway']?.['triggers_replace'] as Evaluated;
}

/** What the CLI renders from a template and what Terraform says the ids are. */
function rendered(folder: TerraformFolder, template: string, form: DocumentForm, format: 'yaml' | 'json'): unknown {
  writeFileSync(join(folder.path, 'gateway.json'), template);
  writeFileSync(join(folder.path, 'ids.json'), folder.run(['output', '-json', 'client_ids']).stdout);
  let [out, talk] = ['', ''];
  const args = [
    'kong',
    'render',
    '--template',
    join(folder.path, 'gateway.json'),
    '--client-ids',
    join(folder.path, 'ids.json'),
    '--form',
    form,
    '--format',
    format,
  ];
  const code = run(args, { out: (text) => void (out += text), talk: (text) => void (talk += text), environment: {} });
  if (code !== 0) throw new Error(talk);
  return format === 'json' ? (JSON.parse(out) as unknown) : (parse(out, { version: '1.1' }) as unknown);
}

const CASES: readonly (readonly [string, AccessModel, EnvironmentModel])[] = [
  ['the sample organisation in dev', organisation, dev],
  ['the sample organisation in prod', organisation, prod],
  ['everything a route can say, Enterprise', showcase, showcaseEnvironment()],
  ['everything a route can say, open source', openSourceShowcase, showcaseEnvironment({ dialect: 'oidc', version: '3.9.3' })],
];

for (const [name, model, environment] of CASES) {
  withTerraform(`${name}: what Terraform carries, rendered with the ids it made, is the document rendered directly with them`, () => {
    const stack = synthesize(model, environment);
    const direct = (form: DocumentForm, ids: Bindings): unknown => {
      const { document, missing } = bind(toDocument(renderGateway(model, environment), form), ids);
      expect(missing).toEqual([]);
      return document;
    };

    inDeployed(stack, (folder) => {
      const ids = folder.outputs()['client_ids'] as Bindings;
      const { settings, apis, client_ids: carried } = evaluated(folder);
      const map = JSON.stringify({
        ...(JSON.parse(settings) as object),
        losses: [],
        apis: Object.fromEntries(Object.entries(apis).map(([key, text]) => [key, JSON.parse(text) as unknown])),
      });

      expect(Object.keys(apis)).not.toEqual([]);
      expect(new Set(Object.values(ids)).size).toBe(Object.keys(ids).length);
      expect(ids).toMatchObject(carried);
      for (const form of FORMS) {
        expect(rendered(folder, map, form, 'json')).toEqual(direct(form, ids));
        expect(rendered(folder, stack.gateway, form, 'yaml')).toEqual(direct(form, ids));
      }
      expect(JSON.stringify(rendered(folder, stack.gateway, 'deck', 'json'))).not.toContain('@@');
    });
  });
}

withTerraform('a registration that is made anew gets another client id, and the same two files render the new one', () => {
  const stack = synthesize(showcase, showcaseEnvironment());

  inDeployed(stack, (folder) => {
    const before = folder.outputs()['client_ids'] as Bindings;
    const application =
      Object.keys(stateOf(folder)).find((address) => address.startsWith('terraform_data.azuread_application__library_')) ?? '';
    folder.run(['apply', '-no-color', '-auto-approve', `-replace=${application}`]);
    const after = folder.outputs()['client_ids'] as Bindings;
    const document = JSON.stringify(rendered(folder, stack.gateway, 'deck', 'json'));

    expect(after['library']).not.toBe(before['library']);
    expect(evaluated(folder).client_ids['library']).toBe(after['library']);
    expect(document).toContain(`"audience_required":["${after['library'] ?? ''}"]`);
    expect(document).not.toContain(before['library']);
  });
});
