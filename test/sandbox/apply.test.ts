import { guid } from '../support/organisation';
import { edited, shop } from '../support/review-shop';
import { deploymentIn, startAndEnd, within } from '../support/sandbox';

test('a name that is taken is refused where the stack asks for that, and taken twice where it does not', async () => {
  const twin = (preventsDuplicates: boolean): ReturnType<typeof shop> =>
    edited(shop(), 'cdk.tf.json', ['resource', 'azuread_application', 'twin'], {
      display_name: '${azuread_application.billing_081fd692.display_name}',
      prevent_duplicate_names: preventsDuplicates,
    });

  await expect(startAndEnd(deploymentIn(twin(true)))).rejects.toThrow(/azuread_application\.twin.*prevent_duplicate_names was specified/);
  await within(deploymentIn(twin(false)), ({ home }) => {
    const names = home.applications.all().map(({ displayName }) => displayName);

    expect(names.filter((name, at) => names.indexOf(name) !== at)).toHaveLength(1);
    return Promise.resolve();
  });
});

const withAlias = (provider: string): ReturnType<typeof shop> => {
  const [own] = deploymentIn(shop()).stacks[0]?.providers['azuread'] ?? [];
  const both = edited(shop(), 'cdk.tf.json', ['provider', 'azuread'], [own, { alias: 'partner', tenant_id: guid(77) }]);
  return edited(both, 'cdk.tf.json', ['resource', 'azuread_application', 'abroad'], { display_name: 'abroad', provider });
};

test('a resource is made in the tenant of the provider that it names', async () => {
  await within(deploymentIn(withAlias('azuread.partner')), ({ home, entra }) => {
    const isAbroad = (name: string): boolean => name === 'abroad';
    const partner = entra.tenants.find(guid(77));

    expect(partner?.applications.all().map(({ displayName }) => displayName)).toEqual(['abroad']);
    expect(home.applications.all().filter(({ displayName }) => isAbroad(displayName))).toEqual([]);
    return Promise.resolve();
  });
});

test('a resource of a provider that the stack does not have is refused, naming it [SANDBOX_STACK]', async () => {
  await expect(startAndEnd(deploymentIn(withAlias('azuread.nobody')))).rejects.toThrow(
    /azuread_application\.abroad.*has no provider azuread\.nobody that names one/,
  );
});

test('what is no part of Entra is not made, and named', async () => {
  const output = edited(shop(), 'cdk.tf.json', ['resource', 'azurerm_key_vault_secret', 'kept'], { name: 'kept', value: 'x' });

  await within(deploymentIn(output), ({ notMade }) =>
    Promise.resolve(expect(notMade).toEqual(['shop-test azurerm_key_vault_secret.kept'])),
  );
  await within(deploymentIn(shop()), ({ notMade }) => Promise.resolve(expect(notMade).toEqual([])));
});
