import { api, client, environment, grant, model, organisation, role, scope } from './organisation';
import { withAzuread, withStandIns, withTerraform, workspace } from './real-terraform';
import { synthesizeAccess } from './synthesized';

withAzuread()('the provider itself accepts the identity half of an organisation, protected and retiring', () => {
  const space = workspace();
  space.configure(synthesizeAccess(organisation, environment({ protected: true })).json);

  const outcomes = [space.terraform('init'), space.terraform('validate')];
  space.dispose();

  expect(outcomes[1]?.text).toContain('Success! The configuration is valid.');
  expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
});

withTerraform('two APIs that request and grant roles of each other are deployed without a cycle', () => {
  const space = workspace();
  space.configure(withStandIns(synthesizeAccess(organisation).json));
  space.terraform('init');

  const plan = space.terraform('plan');
  space.dispose();

  expect(plan.text).not.toContain('Cycle');
  expect(plan.ok).toBe(true);
});

const HOSTILE = [
  '${file("/etc/passwd")}',
  '%{ if true }',
  '$${x}',
  '%%{ x',
  '$',
  '${',
  'a"b\\c',
  'line\nbreak',
  "it's",
  '#{x}',
  '{{ x }}',
  '$%{x}',
];

withTerraform('whatever a free text says, Terraform reads it as that text', () => {
  const space = workspace();
  const apis = HOSTILE.map((text, index) => {
    const texts = { displayName: text, description: text };
    return api(`api-${index}`, {
      name: text,
      description: text,
      roles: [role('a', 'R', texts)],
      scopes: [scope('a', 'S', { ...texts, consent: 'users' })],
    });
  });
  const clients = HOSTILE.map((text, index) =>
    client(`client-${index}`, { name: text, description: text, kind: 'web', redirectUris: `set-${index}` }),
  );
  const redirectUris = Object.fromEntries(HOSTILE.map((text, index) => [`set-${index}`, [text]]));
  const grants = apis.map(({ key }, index) => grant(`client-${index}`, key, { scopes: ['S'] }));
  space.configure(withStandIns(synthesizeAccess(model({ apis, clients, grants }), environment({ suffix: '{x}', redirectUris })).json));
  space.terraform('init');
  const applied = space.terraform('apply', '-auto-approve');
  const state = space.terraform('show', '-json').text;
  space.dispose();

  expect(applied.text).toContain('Apply complete!');
  const applications = applicationsOf(state);
  expect(applications.filter(({ address }) => address.includes('_api_')).map(({ input }) => input)).toEqual(
    expect.arrayContaining(
      HOSTILE.map((text) => {
        return expect.objectContaining({
          display_name: `${text}{x}`,
          description: text,
          app_role: [expect.objectContaining({ display_name: text, description: text }) as unknown],
          api: expect.objectContaining({
            oauth2_permission_scope: [
              expect.objectContaining({
                admin_consent_description: text,
                user_consent_description: text,
                user_consent_display_name: text,
              }) as unknown,
            ],
          }) as unknown,
        }) as unknown;
      }),
    ),
  );
  expect(applications.filter(({ address }) => address.includes('_client_')).map(({ input }) => input)).toEqual(
    expect.arrayContaining(
      HOSTILE.map((text) => {
        const web = expect.objectContaining({ redirect_uris: [text] }) as unknown;
        return expect.objectContaining({ display_name: `${text}{x}`, description: text, web }) as unknown;
      }),
    ),
  );
});

interface Application {
  readonly address: string;
  readonly input: unknown;
}

function applicationsOf(state: string): readonly Application[] {
  const { values } = JSON.parse(state) as {
    readonly values: {
      readonly root_module: { readonly resources: readonly { readonly address: string; readonly values: { readonly input: unknown } }[] };
    };
  };
  return values.root_module.resources
    .filter(({ address }) => address.startsWith('terraform_data.azuread_application_'))
    .map((resource) => ({ address: resource.address, input: resource.values.input }));
}
