import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderGateway } from '../../lib';
import { showcase, showcaseEnvironment } from '../support/showcase';
import { testWith } from '../support/required';

const template = renderGateway(showcase, showcaseEnvironment());
const [text] = template.pluginDefaults['pre-function']?.['access'] as readonly string[];
const lua = ['lua5.1', 'luajit', 'lua', 'texlua'].find((name) => spawnSync(name, ['-v']).error === undefined);

test('every service of the gateway has the guard', () => {
  expect(Object.values(template.apis).map(({ service }) => service.plugins['pre-function'])).toEqual(
    Object.values(template.apis).map(() => ({})),
  );
});

/** Runs the guard over headers, as the gateway's functions behave: at most so many are read, names in lower case. */
function guard(headers: readonly string[], connection?: string | readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'guard-'));
  try {
    writeFileSync(
      join(folder, 'guard.lua'),
      `local sent, left = { ${headers.map((name) => JSON.stringify(name)).join(', ')} }, {}
      for _, name in ipairs(sent) do left[name] = true end
      kong = {
        request = { get_headers = function(most)
          local read = {}
          for i, name in ipairs(sent) do if i > most then return read, "truncated" end read[string.lower(name)] = "x" end
          read.connection = ${luaValue(connection)}
          return read
        end },
        service = { request = { clear_header = function(gone) for name in pairs(left) do if string.lower(name) == gone then left[name] = nil end end end } },
        response = { exit = function(status) print(status) os.exit(0) end } }
      -- What the gateway's sandbox has, in its oldest form.
      local string = { find = string.find, gmatch = string.gmatch, gsub = string.gsub, lower = string.lower }
      local sandbox = { kong = kong, ipairs = ipairs, pairs = pairs, type = type, string = string }
      local text = [==[${text ?? ''}]==]
      local run = setfenv and setfenv(assert(loadstring(text)), sandbox) or assert(load(text, "guard", "t", sandbox))
      run()
      local names = {}
      for name in pairs(left) do names[#names + 1] = name end
      table.sort(names)
      print(table.concat(names, " "))`,
    );
    return execFileSync(lua ?? '', [join(folder, 'guard.lua')], { encoding: 'utf8' }).trim();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function luaValue(value: string | readonly string[] | undefined): string {
  if (value === undefined) return 'nil';
  return typeof value === 'string' ? JSON.stringify(value) : `{ ${value.map((one) => JSON.stringify(one)).join(', ')} }`;
}

const testInLua = testWith('lua', lua !== undefined);

testInLua('identity headers and those Kong sets are cleared in every spelling, and nothing else (needs a Lua interpreter)', () => {
  expect(
    guard([
      'Host',
      'Authorization',
      'X-Client-Id',
      'x_client_id',
      'X-Client_Id',
      'X_Object-ID',
      'X-Consumer_Username',
      'X-Consumer-Groups',
      'X-Credential-Username',
      'X-Credential-Identifier',
      'Access_Token',
      'X-Other_Id',
      'Accept',
    ]),
  ).toBe('Accept Authorization Host X-Other_Id');
});

testInLua('a request with more headers than plugins read is refused, one with as many is not (needs a Lua interpreter)', () => {
  const padding = (count: number): readonly string[] => Array.from({ length: count }, (_, number) => `X-Padding-${number}`);

  expect(guard([...padding(80), 'X-Client-Id'])).toBe('431');
  expect(guard([...padding(79), 'X-Client-Id'])).not.toMatch(/431|X-Client-Id/);
});

testInLua.each([
  'X-Client-Id',
  'close, x-client-id',
  'keep-alive,X_Object_Id',
  ['close', 'te, X-Tenant-Id'],
  'upgrade \t,\t X-Credential-Identifier',
])(
  'a request whose Connection is %j is refused: Kong would take away what it names after it was set (needs a Lua interpreter)',
  (connection) => {
    expect(guard(['Accept'], connection)).toBe('400');
  },
);

testInLua.each(['keep-alive', 'close', 'Upgrade, HTTP2-Settings', 'TE', '', ['close', 'x-other-id']])(
  'a request whose Connection is %j passes (needs a Lua interpreter)',
  (connection) => {
    expect(guard(['Accept'], connection)).toBe('Accept');
  },
);
