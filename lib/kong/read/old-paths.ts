import { bytesOf, normalizedPath, textOf } from '../../router';
import { listOf, own, tableOf, type Table, type Value } from './value';

const RESERVED = new Set([..."!#$%&'()*+,/:;=?@[]"].map((char) => char.charCodeAt(0)));
const ESCAPED = new Set([...'.^-{}\\|'].map((char) => char.charCodeAt(0)));

/** True for a file of before Kong 3.0, where a path is a regular expression when it looks like one. */
export function isOldFormat(file: Table): boolean {
  return ['1.1', '2.1'].includes(own(file, '_format_version') as string);
}

/** The routes' paths of such a file as they are written from 3.0 on; routes elsewhere than at the top and in services stay, as in Kong. */
export function withNewPaths(file: Table): Table {
  const services = own(file, 'services');
  const renewed: Record<string, Value> = { _format_version: '3.0' };
  const routes = own(file, 'routes');
  if (routes !== undefined) renewed['routes'] = renewRoutes(routes);
  if (services !== undefined)
    renewed['services'] =
      listOf(services)?.map((service) => {
        const fields = tableOf(service);
        const nested = fields === undefined ? undefined : own(fields, 'routes');
        return fields === undefined || nested === undefined ? service : { ...fields, routes: renewRoutes(nested) };
      }) ?? services;
  return { ...file, ...renewed };
}

function renewRoutes(routes: Value): Value {
  return (
    listOf(routes)?.map((route) => {
      const fields = tableOf(route);
      const paths = fields === undefined ? undefined : own(fields, 'paths');
      const list = paths === undefined ? undefined : listOf(paths);
      if (fields === undefined || list === undefined) return route;
      return { ...fields, paths: list.map((path) => (typeof path === 'string' ? renewPath(path) : path)) };
    }) ?? routes
  );
}

/** As `migrate_path` of kong/db/migrations/migrate_path_280_300.lua. */
export function renewPath(path: string): string {
  const bytes = bytesOf(path);
  if (/^[a-zA-Z0-9.\-_~/%]*\n?$/.test(bytes)) return textOf(normalizedPath(bytes));
  return `~${textOf(bytes.replace(/%([0-9A-Fa-f]{2})/g, decode))}`;
}

function decode(encoded: string, hex: string): string {
  const byte = parseInt(hex, 16);
  if (RESERVED.has(byte)) return encoded.toUpperCase();
  return `${ESCAPED.has(byte) ? '\\' : ''}${String.fromCharCode(byte)}`;
}
