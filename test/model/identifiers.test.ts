import { roleId, scopeId, terraformName, uuidOf } from '../../lib/model';

test('role and scope ids are pinned: another id revokes every consent', () => {
  expect(roleId('orders', 'Orders.Read.All')).toBe('3aadcf25-9e1d-5449-9bb7-7c622a295eab');
  expect(scopeId('orders', 'Orders.Use')).toBe('a494a5c2-a9e9-500a-9f14-64cf9f6dd358');
  expect(uuidOf('kong/service/orders')).toBe('ff2b078a-45f5-5bc4-a580-371400dde1bd');
});

test('a role and a scope of one key have ids of their own', () => {
  expect(roleId('orders', 'Use')).not.toBe(scopeId('orders', 'Use'));
});

test('ids are UUIDs of version 5', () => {
  expect(uuidOf('anything')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('Terraform names are pinned: another name replaces the registration', () => {
  expect(terraformName('api', 'orders')).toBe('orders_03d5e290');
});

test('tuples whose slugs look alike have names of their own', () => {
  const names = [
    terraformName('grant', 'a-b', 'c'),
    terraformName('grant', 'a', 'b-c'),
    terraformName('grant', 'a_b', 'c'),
    terraformName('other', 'a-b', 'c'),
  ];

  expect(new Set(names).size).toBe(4);
});

test('a name is valid in Terraform whatever the keys are', () => {
  for (const key of ['1st', 'Orders.Read.All', '~`|', 'x'.repeat(300), ''])
    expect(terraformName('role', key)).toMatch(/^[a-z][a-z0-9_]{0,80}$/);
});
