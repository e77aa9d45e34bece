import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RouterRequest, RouterRoute } from '../../lib/router';

/** Parts of Kong's own engine that are used here. */
interface Atc {
  readonly Schema: new () => { addField(name: string, type: 'String' | 'Int'): void };
  readonly Router: new (schema: unknown) => {
    addMatcher(priority: number, id: string, expression: string): string | undefined;
    execute(context: unknown): boolean;
    free(): void;
  };
  readonly Context: new (schema: unknown) => {
    addValue(field: string, value: { readonly String: string } | { readonly Int: number }): string | undefined;
    free(): void;
  };
}

/** What Node has and its types of this version do not tell. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

const atc = loadAtc();
const HEADERS = ['x_v', 'x_w'];
const schema = new atc.Schema();
for (const field of ['http.path', 'http.host', 'http.method', 'net.protocol', 'tls.sni', ...HEADERS.map((name) => `http.headers.${name}`)])
  schema.addField(field, 'String');
schema.addField('net.dst.port', 'Int');

/**
 * Kong's matching engine as WebAssembly. It is built for bundlers: the module wants the functions of the file beside it, which Node
 * would load as something else.
 */
function loadAtc(): Atc {
  const folder = dirname(require.resolve('@kong/atc-router/package.json'));
  const glue = readFileSync(join(folder, 'atc-router_bg.js'), 'utf8');
  const names = Array.from(glue.matchAll(/export (?:function|class|const|let) (\w+)/g), ([, name = '']) => name);
  const body = glue.replace(/export \{[^}]*\};?/g, '').replace(/export (function|class|const|let)/g, '$1');
  const functions = new Function(`${body}\nreturn { ${names.join(', ')} };`)() as Atc & { __wbg_set_wasm(exports: unknown): void };
  const instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(join(folder, 'atc-router_bg.wasm'))), {
    './atc-router_bg.js': functions,
  });
  functions.__wbg_set_wasm(instance.exports);
  return functions;
}

/** What the engine says of an expression over the path: a text where it refuses it, else whether each path matches. */
export function askEngine(expression: string, paths: readonly string[]): string | readonly boolean[] {
  const router = new atc.Router(schema);
  try {
    const refused = addMatcher(router, `http.path ~ ${quoted(expression)}`);
    if (refused !== undefined) return refused;
    return paths.map((path) => executed(router, [['http.path', path]], 443));
  } finally {
    router.free();
  }
}

/** What the engine says of a route, written as Kong writes it: undefined where it refuses it, else whether each request matches. */
export function askRoute(
  route: RouterRoute,
  requests: readonly (RouterRequest & { readonly normalized: string })[],
): readonly boolean[] | undefined {
  const router = new atc.Router(schema);
  try {
    if (addMatcher(router, expressionOf(route)) !== undefined) return undefined;
    return requests.map((request) => {
      const [, host = '', port] = /^(.*?)(?::(\d+))?$/s.exec(request.host ?? '') ?? [];
      const values: [string, string][] = [
        ['http.path', request.normalized],
        ['http.method', request.method],
        ['net.protocol', request.scheme ?? 'https'],
        ...(request.host === null ? [] : [['http.host', host] as [string, string]]),
        ...(request.sni === undefined ? [] : [['tls.sni', request.sni] as [string, string]]),
        ...(request.headers ?? []).map(([name, value]): [string, string] => [
          `http.headers.${name.toLowerCase().replaceAll('-', '_')}`,
          value,
        ]),
      ];
      return executed(router, values, Number(port ?? request.port ?? 443));
    });
  } finally {
    router.free();
  }
}

function addMatcher(router: InstanceType<Atc['Router']>, expression: string): string | undefined {
  try {
    return router.addMatcher(1, '5f0b7c1d-2a4e-4b8f-8d3c-9e6a1f2b3c01', expression);
  } catch (error) {
    return String(error);
  }
}

function executed(router: InstanceType<Atc['Router']>, values: readonly (readonly [string, string])[], port: number): boolean {
  const context = new atc.Context(schema);
  try {
    for (const [field, value] of values) context.addValue(field, { String: value });
    context.addValue('net.dst.port', { Int: port });
    return router.execute(context);
  } finally {
    context.free();
  }
}

/** As kong/router/transform.lua describes a route. */
function expressionOf(route: RouterRoute): string {
  const any = (options: readonly string[]): string => `(${options.join(' || ')})`;
  const parts: string[] = [];
  if (route.snis?.length)
    parts.push(`(net.protocol != "https" || ${any(route.snis.map((sni) => affix('tls.sni', sni.replace(/\.$/, ''))))})`);
  if (route.methods?.length) parts.push(any(route.methods.map((method) => `http.method == ${quoted(method)}`)));
  if (route.hosts?.length) parts.push(any(route.hosts.map(hostExpression)));
  if (route.paths?.length) {
    const one = (path: string): string =>
      path.startsWith('~') ? `http.path ~ ${quoted(`^${path.slice(1).replaceAll('?<', '?P<')}`)}` : `http.path ^= ${quoted(path)}`;
    parts.push(any(route.paths.map(one)));
  }
  for (const [name, values] of Object.entries(route.headers ?? {})) {
    const field = `any(lower(http.headers.${name.toLowerCase().replaceAll('-', '_')}))`;
    const lowered = (text: string): string => quoted(text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()));
    parts.push(
      any(values.map((value) => (value.startsWith('~*') ? `${field} ~ ${lowered(value.slice(2))}` : `${field} == ${lowered(value)}`))),
    );
  }
  return parts.join(' && ');
}

function hostExpression(host: string): string {
  const [, name = host, port] = /^(.*?)(?::(\d+))?$/s.exec(host) ?? [];
  const expression = affix('http.host', name);
  return port === undefined ? expression : `(${expression} && net.dst.port == ${port})`;
}

function affix(field: string, text: string): string {
  if (text.startsWith('*')) return `${field} =^ ${quoted(text.slice(1))}`;
  return text.endsWith('*') ? `${field} ^= ${quoted(text.slice(0, -1))}` : `${field} == ${quoted(text)}`;
}

function quoted(text: string): string {
  return `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')}"`;
}
