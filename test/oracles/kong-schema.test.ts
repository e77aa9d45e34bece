import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { allPlugins, dblessProblems, deckProblems, pluginProblems } from '../support/kong-schema';

const OIDC = { issuer: 'https://login.microsoftonline.com/x/v2.0', auth_methods: ['bearer'], scopes_claim: ['scp'] };

test.each(['3.10', '3.12', '3.13', '3.14', '3.15'])('openid-connect %s takes what it knows and refuses what it does not', (version) => {
  expect(pluginProblems('openid-connect', version, OIDC)).toEqual([]);
  expect(pluginProblems('openid-connect', version, { ...OIDC, scope_claim: ['scp'] })).toHaveLength(1);
  expect(pluginProblems('openid-connect', version, { ...OIDC, redis: { hosts: 'x' } })).toHaveLength(1);
  expect(pluginProblems('openid-connect', version, { ...OIDC, auth_methods: ['bearers'] })).toHaveLength(1);
  expect(pluginProblems('openid-connect', version, { auth_methods: ['bearer'] })).toHaveLength(1);
  expect(pluginProblems('openid-connect', version, { ...OIDC, issuer: null })).toHaveLength(1);
});

test('a field of a later version of openid-connect is refused in an earlier one', () => {
  const refusing = ['3.10', '3.12', '3.13', '3.14', '3.15'].filter(
    (version) => pluginProblems('openid-connect', version, { ...OIDC, bearer_token_header_name: 'authorization' }).length > 0,
  );

  expect(refusing).toEqual(['3.10', '3.12', '3.13', '3.14']);
});

test('null stands for "unset" where a field may be left out', () => {
  expect(
    pluginProblems('openid-connect', '3.14.0.1', { ...OIDC, upstream_access_token_header: null, cluster_cache_strategy: null }),
  ).toEqual([]);
});

test('the length of an array is checked although the published file says it under the keyword for texts', () => {
  expect(pluginProblems('openid-connect', '3.14', { ...OIDC, upstream_headers: [{ header: 'x', path: [] }] })).toHaveLength(1);
});

test('companion plugins of older versions lack the fields that came later', () => {
  const log = { http_endpoint: 'https://logs.example.com', ssl_verify: true };

  expect(['3.9.3', '3.12', '3.13', '3.15'].map((version) => pluginProblems('http-log', version, log).length)).toEqual([1, 1, 0, 0]);
  expect(pluginProblems('cors', '3.9.3', { allow_origin_absent: true })).toHaveLength(1);
});

test('rules across fields are checked', () => {
  expect(pluginProblems('acl', '3.9.3', { allow: ['a'], deny: ['b'] })).toHaveLength(1);
  expect(pluginProblems('rate-limiting', '3.14', { minute: 10, hour: 5 })).toHaveLength(1);
  expect(pluginProblems('rate-limiting', '3.14', { policy: 'local' })).toHaveLength(1);
  expect(pluginProblems('openid-connect', '3.13', { ...OIDC, upstream_headers_claims: ['azp'], upstream_headers_names: [] })).toHaveLength(
    1,
  );
});

test('the community plugin wants its strings "yes" and "no", and a client', () => {
  expect(pluginProblems('oidc', '3.9.3', { client_id: 'a', client_secret: 'b', ssl_verify: 'yes' })).toEqual([]);
  expect(pluginProblems('oidc', '3.9.3', { client_id: 'a', client_secret: 'b', ssl_verify: true })).not.toEqual([]);
  expect(pluginProblems('oidc', '3.9.3', { client_id: 'a' })).toHaveLength(1);
});

test('a plugin or version without a schema is a problem, not a pass', () => {
  expect(pluginProblems('post-function', '3.14', {})).toHaveLength(1);
  expect(pluginProblems('openid-connect', '3.9', OIDC)).toHaveLength(1);
});

test('a file of decK has no field decK does not know, and one without a database none of decK alone', () => {
  const file = {
    _format_version: '3.0',
    services: [
      {
        name: 'orders',
        url: 'https://orders.internal',
        routes: [{ name: 'list', paths: ['/orders'], plugins: [{ name: 'cors', config: {} }] }],
      },
    ],
  };
  const withTags = { ...file, _info: { select_tags: ['x'] } };

  expect([deckProblems(file), dblessProblems(file), deckProblems(withTags)]).toEqual([[], [], []]);
  expect(dblessProblems(withTags)).toHaveLength(1);
  expect(dblessProblems({ services: [] })).toHaveLength(1);
  expect(deckProblems({ ...file, _comment: 'x' })).toHaveLength(1);
  expect(deckProblems({ ...file, services: [{ name: 'orders', routes: [{ name: 'a', strip_paths: true }] }] })).not.toEqual([]);
  expect(dblessProblems({ _format_version: '3.0', services: [{ name: 'o', tags: ['${{ env "DECK_X" }}'] }] })).toHaveLength(1);
});

test('plugins of files the real gateway took are found to be free of problems', () => {
  const taken = gunzipSync(readFileSync(join(__dirname, '..', 'fixtures', 'kong', 'declarative-cases.jsonl.gz')))
    .toString('utf8')
    .trim()
    .split('\n')
    .map(
      (line) =>
        JSON.parse(line) as {
          readonly topic: string;
          readonly yaml: string;
          readonly expect: { readonly traditional_compatible: { readonly ok: boolean } };
        },
    )
    .filter(({ topic, expect: { traditional_compatible } }) => topic === 'whole' || (topic === 'plugin' && traditional_compatible.ok));

  const problems = taken.flatMap(({ yaml, expect: verdict }) => {
    if (!verdict.traditional_compatible.ok) return [];
    const file = parse(yaml) as Readonly<Record<string, unknown>>;
    // The recorded gateway is open source, later than 3.9, and had a stand-in for openid-connect;
    // it also takes flat aliases of redis settings, which the published files leave out and nobody should write.
    const judged = allPlugins(file).filter(
      ({ plugin }) => plugin['name'] !== 'openid-connect' && !JSON.stringify(plugin['config'] ?? {}).includes('"redis_host"'),
    );
    return judged.flatMap(({ plugin }) =>
      pluginProblems(String(plugin['name']), '3.15', plugin['config'] ?? {}).filter((problem) => !problem.includes('no schema')),
    );
  });

  expect(problems).toEqual([]);
});
