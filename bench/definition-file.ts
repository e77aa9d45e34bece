const HELPERS = ['defineAccess', 'defineApi', 'defineClient', 'defineRoutes', 'grant'] as const;

/**
 * Text of a file that defines so many APIs as a user writes it: each with three roles, a scope, a client, a grant of two roles
 * and three routes.
 *
 * @param library what to import from
 * @param typed false makes `any` of every helper; everything else is the same to the letter
 */
export function definitionFile(apis: number, library: string, typed: boolean): string {
  const numbers = Array.from({ length: apis }, (_, number) => number);
  const names = HELPERS.join(', ');
  const head = typed
    ? `import { ${names} } from '${library}';\n`
    : `import * as library from '${library}';\n${HELPERS.map((name) => `const ${name}: any = library.${name};\n`).join('')}`;
  const list = (prefix: string): string => `[${numbers.map((number) => `${prefix}${number}`).join(', ')}]`;
  return `${head}${numbers.map(oneApi).join('')}
export const model = defineAccess({
  apis: ${list('api')},
  clients: ${list('client')},
  grants: [
${numbers.map((number) => `    grant(client${number}, api${number}, { roles: ['Items${number}.Read.All', 'Items${number}.Write.All'] }),\n`).join('')}  ],
  routes: ${list('routes')},
});
`;
}

function oneApi(number: number): string {
  return `
export const api${number} = defineApi({
  name: 'api-${number}',
  team: 'sales',
  roles: {
    'Items${number}.Read.All': { for: 'applications', description: 'Read every item' },
    'Items${number}.Write.All': { for: 'applications', description: 'Write every item' },
    'Items${number}.Approve': { for: 'people', description: 'Approve items' },
  },
  scopes: { 'Items${number}.Use': { consent: 'admin', description: 'Use items for the signed-in person' } },
});
const client${number} = defineClient({ name: 'client-${number}', kind: 'daemon', team: 'billing' });
const routes${number} = defineRoutes(api${number}, { host: 'public', allow: [{ roles: ['Items${number}.Read.All'] }] }, {
  list: { methods: ['GET'], path: '/api-${number}/items' },
  write: { methods: ['POST', 'PUT'], path: '/api-${number}/items/{id}', allow: [{ roles: ['Items${number}.Write.All'] }] },
  approve: { methods: ['POST'], path: '/api-${number}/items/{id}/approve', allow: [{ roles: ['Items${number}.Approve'], scopes: ['Items${number}.Use'] }] },
});
`;
}
