import { Sandbox } from '../../lib/sandbox';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { asked, nameOf } from '../support/graph-caller';
import { edited, shop } from '../support/review-shop';
import { deploymentIn, synthesizedDeployment, startAndEnd } from '../support/sandbox';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await Sandbox.start(synthesizedDeployment(organisation, dev));
});

afterAll(() => sandbox.close());

const WRONG = '400 Request_BadRequest';
const NOT_MADE = '400 Sandbox_NotMade';

const registers = async (body: object): Promise<string> =>
  nameOf(await asked(sandbox, ['Application.ReadWrite.All'], 'POST /applications', { displayName: 'x', ...body }));

const HOST = 'https://portal.example.com';

test.each<readonly [uri: string, web: string, spa: string, publicClient: string]>([
  [`${HOST}/`, '201', '201', '201'],
  [`${HOST}/a-b_c~d/?who=@me&x=1%20+`, '201', '201', '201'],
  [`${HOST}/${'x'.repeat(256 - HOST.length - 1)}`, '201', '201', '201'],
  [`${HOST}/${'x'.repeat(256 - HOST.length)}`, WRONG, WRONG, WRONG],
  ['http://localhost:3000/signin', '201', '201', '201'],
  ['http://127.0.0.1', '201', '201', '201'],
  ['http://[::1]/', WRONG, WRONG, WRONG],
  ['https://[::1]/', WRONG, WRONG, WRONG],
  ['http://portal.example.com/', WRONG, WRONG, WRONG],
  ['HTTP://portal.example.com/', WRONG, WRONG, WRONG],
  ['Http:portal.example.com/', WRONG, WRONG, WRONG],
  ['https:portal.example.com/', WRONG, WRONG, WRONG],
  ['https:///portal.example.com/', WRONG, WRONG, WRONG],
  ['https://*.example.com/', NOT_MADE, WRONG, WRONG],
  ['https://*/', WRONG, WRONG, WRONG],
  ['https://*.*.example.com/', WRONG, WRONG, WRONG],
  [`${HOST}/*`, WRONG, WRONG, WRONG],
  ['myapp://*', WRONG, WRONG, WRONG],
  ...['!', '$', "'", '(', ')', ',', ';', '#', ' ', '\n', '\\', '"', '<'].map(
    (character) => [`${HOST}/a${character}b`, WRONG, WRONG, WRONG] as const,
  ),
  [`${HOST}/end\n`, WRONG, WRONG, WRONG],
  ['myapp://auth', WRONG, WRONG, '201'],
  ['msal00000000-0000-4000-8000-000000000001://auth', WRONG, WRONG, '201'],
  ['https://login.microsoftonline.com/common/oauth2/nativeclient', '201', '201', '201'],
  ['javascript://portal.example.com/%0aalert', WRONG, WRONG, WRONG],
  ['DATA:text/html', WRONG, WRONG, WRONG],
  ['myapp', WRONG, WRONG, WRONG],
])('the redirect %j is answered by %s for websites, by %s for pages, by %s for apps', async (uri, ...expected) => {
  const answers: string[] = [];
  for (const platform of ['web', 'spa', 'publicClient']) answers.push(await registers({ [platform]: { redirectUris: [uri] } }));

  expect(answers).toEqual(expected);
});

const uris = (count: number, path: string): readonly string[] => Array.from({ length: count }, (_, at) => `${HOST}/${path}${String(at)}`);

test.each([
  [{}, 256],
  [{ signInAudience: 'AzureADMultipleOrgs' }, 256],
  [{ signInAudience: 'AzureADandPersonalMicrosoftAccount' }, 100],
])('a registration with %j has at most %i redirects over all platforms', async (body, most) => {
  const web = { redirectUris: uris(most - 2, 'web') };
  const spa = { redirectUris: uris(1, 'spa') };
  const answers = [
    await registers({ ...body, web, spa, publicClient: { redirectUris: ['myapp://1'] } }),
    await registers({ ...body, web, spa, publicClient: { redirectUris: ['myapp://1', 'myapp://2'] } }),
  ];

  expect(answers).toEqual(['201', WRONG]);
});

test('where personal accounts sign in, a wildcard is refused as Entra does it', async () => {
  const body = { signInAudience: 'PersonalMicrosoftAccount', web: { redirectUris: ['https://*.example.com/'] } };

  expect(await registers(body)).toBe(WRONG);
});

test.each([
  ['logoutUrl', `${HOST}/out`, '201'],
  ['logoutUrl', `${HOST}/${'x'.repeat(255 - HOST.length - 1)}`, '201'],
  ['logoutUrl', `${HOST}/${'x'.repeat(255 - HOST.length)}`, WRONG],
  ['logoutUrl', 'http://localhost/out', WRONG],
  ['logoutUrl', 'javascript:alert(1)', WRONG],
  ['logoutUrl', `${HOST}/\nout`, WRONG],
  ['logoutUrl', 'out', WRONG],
  ['logoutUrl', 7, WRONG],
  ['homePageUrl', 'http://portal.example.com', '201'],
  ['homePageUrl', 'javascript:alert(1)', WRONG],
])('%s %j is answered by %s', async (property, value, expected) => {
  expect(await registers({ web: { [property]: value } })).toBe(expected);
});

test.each<readonly [object, RegExp]>([
  [{ web: [{ redirect_uris: ['HTTP://portal.example.com/'] }] }, /Invalid value specified for property 'redirectUris'/],
  [{ web: [{ logout_url: 'http://portal.example.com/' }] }, /Invalid value specified for property 'logoutUrl'/],
  [{ web: [{ redirect_uris: ['https://*.example.com/'] }] }, /matches no redirect URIs with wildcards: https:\/\/\*\.example\.com\/\./],
])('a stack with %j is refused', async (content, expected) => {
  const stack = edited(shop(), 'cdk.tf.json', ['resource', 'azuread_application', 'own'], { display_name: 'own', ...content });

  await expect(startAndEnd(deploymentIn(stack))).rejects.toThrow(expected);
});
