import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderGateway } from '../../lib';
import { showcase, showcaseEnvironment } from '../support/showcase';
import { testWith } from '../support/required';

const fields = renderGateway(showcase, showcaseEnvironment()).apis['library']?.service.plugins['file-log']?.[
  'custom_fields_by_lua'
] as Readonly<Record<string, string>>;
const lua = ['lua5.1', 'luajit', 'lua', 'texlua'].find((name) => spawnSync(name, ['-v']).error === undefined);

test('of what Kong logs, everything that holds headers, URLs or the query is removed', () => {
  expect(
    Object.entries(fields)
      .filter(([, text]) => text === 'return nil')
      .map(([name]) => name)
      .sort(),
  ).toEqual(['request', 'response', 'tries', 'upstream_uri']);
});

test('neither token nor query is read for the log', () => {
  expect(fields['access']).not.toMatch(/authorization|access-token|get_query|get_raw|get_path_with_query|get_token/i);
});

testWith('lua', lua !== undefined)(
  'the log names client, person, method, path and status, and a caller cannot name himself (needs a Lua interpreter)',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'log-'));
    const entry = (credential: string, source: string): string => {
      writeFileSync(
        join(folder, 'log.lua'),
        `kong = { client = { get_credential = function() return ${credential} end },
        request = { get_header = function(n) return ({ ["x-object-id"] = "object", ["x-tenant-id"] = "tenant" })[n] end, get_method = function() return "GET" end, get_host = function() return "api" end, get_path = function() return "/books" end },
        response = { get_source = function() return "${source}" end, get_status = function() return 200 end } }
      local e = (loadstring or load)([==[${fields['access'] ?? ''}]==])()
      print(tostring(e.client), tostring(e.object), tostring(e.tenant), tostring(e.authenticated), e.method, e.host, e.path, e.status)`,
      );
      return execFileSync(lua ?? '', [join(folder, 'log.lua')], { encoding: 'utf8' }).trim();
    };

    expect(entry('{ id = "client" }', 'service')).toBe('client\tobject\ttenant\ttrue\tGET\tapi\t/books\t200');
    expect(entry('nil', 'exit')).toBe('nil\tnil\tnil\tfalse\tGET\tapi\t/books\t200');
    expect(entry('{ id = "client" }', 'exit')).toBe('client\tnil\tnil\ttrue\tGET\tapi\t/books\t200');
    expect(entry('{ id = "sub", azp = "client", oid = "me", tid = "home" }', 'service')).toBe(
      'client\tme\thome\ttrue\tGET\tapi\t/books\t200',
    );
    rmSync(folder, { recursive: true });
  },
);
