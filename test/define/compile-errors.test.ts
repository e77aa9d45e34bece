import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '../..');

/** What the compiler says of each of some texts that stand beside the examples. */
function diagnosticsOf(texts: readonly string[]): readonly (readonly string[])[] {
  const files = new Map(texts.map((text, index) => [join(ROOT, 'examples', `compiled-by-a-test-${index}.ts`), text]));
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile).config, ts.sys, ROOT);
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, languageVersion, ...rest) => {
    const text = files.get(name);
    return text === undefined ? read(name, languageVersion, ...rest) : ts.createSourceFile(name, text, languageVersion);
  };
  host.fileExists = (name) => files.has(name) || ts.sys.fileExists(name);
  const program = ts.createProgram([...files.keys()], { ...options, noEmit: true, noUnusedLocals: false, types: ['node'] }, host);
  const all = ts.getPreEmitDiagnostics(program);
  return [...files.keys()].map((file) =>
    all.filter((one) => one.file?.fileName === file).map((one) => ts.flattenDiagnosticMessageText(one.messageText, '\n')),
  );
}

const PRELUDE = `
import { assign, defineApi, defineClient, defineExternalApi, defineRoutes, grant, group, microsoftGraph } from '../lib';
const orders = defineApi({ name: 'orders', team: 'sales', roles: { 'Orders.Read.All': { for: 'applications', description: 'd' }, 'Orders.Approve': { for: 'people', description: 'd' } }, scopes: { 'Orders.Use': { consent: 'admin', description: 'd' } } });
const bare = defineApi({ name: 'bare', team: 'sales' });
const tax = defineExternalApi({ name: 'tax', roles: { 'Tax.Report': { for: 'applications', id: '00000000-0000-4000-8000-000000000001' } } });
const daemon = defineClient({ name: 'daemon', kind: 'daemon', team: 'billing' });
`;

const MISSPELT: readonly (readonly [string, string, RegExp])[] = [
  [
    'a role in a grant',
    `grant(daemon, orders, { roles: ['Orders.Reed.All'] });`,
    /'"Orders.Reed.All"' is not assignable to type '"Orders.Read.All" \| "Orders.Approve"'\. Did you mean '"Orders.Read.All"'\?/,
  ],
  ['a scope in a grant', `grant(daemon, orders, { scopes: ['Orders.Uze'] });`, /not assignable to type '"Orders.Use"'/],
  [
    'a role in an allow',
    `defineRoutes(orders, { allow: [{ roles: ['Orders.Aprove'] }] }, {});`,
    /'"Orders.Read.All" \| "Orders.Approve"'\. Did you mean '"Orders.Approve"'\?/,
  ],
  [
    'a role of a route',
    `defineRoutes(orders, {}, { list: { path: '/orders', allow: [{ roles: ['Orders.Aprove'] }] } });`,
    /Did you mean '"Orders.Approve"'\?/,
  ],
  ['a role in an assignment', `assign(group('g'), orders, ['Orders.Approv']);`, /Did you mean '"Orders.Approve"'\?/],
  ['a role of an external API', `grant(daemon, tax, { roles: ['Tax.Reprt'] });`, /not assignable to type '"Tax.Report"'/],
  ['a permission of Microsoft Graph', `grant(daemon, microsoftGraph, { roles: ['User.Reed.All'] });`, /Did you mean '"User.Read.All"'\?/],
  ['a role of an API without roles', `grant(daemon, bare, { roles: ['Any'] });`, /'string' is not assignable to type 'never'/],
  [
    'redirect URIs of a daemon',
    `defineClient({ name: 'd', kind: 'daemon', team: 't', redirectUris: 'x' });`,
    /'redirectUris' does not exist/,
  ],
];

const DECLARED = `grant(daemon, orders, { roles: ['Orders.Read.All'], scopes: ['Orders.Use'] }); grant(orders, tax, { roles: ['Tax.Report'] }); const all = [orders, bare]; defineRoutes(orders, { host: 'h', allow: [{ roles: ['Orders.Approve'], scopes: ['Orders.Use'] }] }, { list: { path: '/' } }); assign(group('g'), orders);`;

const [declared, ...misspelt] = diagnosticsOf([DECLARED, ...MISSPELT.map(([, text]) => text)].map((text) => PRELUDE + text));

test.each(MISSPELT.map(([what, , message], index) => [what, message, misspelt[index]] as const))(
  '%s that is not declared is a compile error that says what is',
  (_, message, diagnostics) => {
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics?.[0]).toMatch(message);
  },
);

test('what is declared compiles', () => {
  expect(declared).toEqual([]);
});
