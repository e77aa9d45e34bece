import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose';
import { DefinitionError } from '../errors';
import { type AccessFile } from '../model';
import { Clock, Tenants } from './directory';
import { Authority, CLOUD_HOSTS, SigningKeys, type CloudHosts, type TokenSettings } from './entra';
import { GraphSurface } from './graph';
import {
  CertificateAuthority,
  Fetcher,
  HostMap,
  jsonAnswer,
  LOOPBACK,
  serve,
  type Listening,
  type ServedAnswer,
  type ServedRequest,
} from './network';
import { putOutside } from './outside';
import { type SynthesizedDeployment } from './stacks';

/** Entra on this machine: directories with what exists outside a deployment, sign-in, and Graph, on one port. */
export class EmbeddedEntra {
  private constructor(
    readonly clock: Clock,
    readonly tenants: Tenants,
    readonly keys: SigningKeys,
    readonly cloud: CloudHosts,
    /** Lifetime of tokens, and by how much its clock is ahead of the gateway's. */
    readonly settings: TokenSettings,
    readonly graph: GraphSurface,
    readonly ca: CertificateAuthority,
    readonly hosts: HostMap,
    readonly fetcher: Fetcher,
    readonly listening: Listening,
  ) {}

  static async start(deployment: SynthesizedDeployment): Promise<EmbeddedEntra> {
    const clock = new Clock();
    const cloud = cloudOf(deployment);
    const [ca, keys] = await Promise.all([CertificateAuthority.create(clock.now()), SigningKeys.create()]);
    const tenants = new Tenants(clock);
    const settings: TokenSettings = { lifetimeSeconds: 3_600, offsetSeconds: 0, skews: new Map() };
    const hosts = new HostMap();
    const fetcher = new Fetcher(hosts, ca.certificate);
    const authority = new Authority({ tenants, clock, cloud, keys, settings, foreignTokens: foreignTokens(fetcher, clock) });
    const graph = new GraphSurface({ tenants, keys, clock });
    const names = [cloud.login, ...cloud.loginAliases, cloud.sts, cloud.graph];
    const certificate = await ca.issue([...names, ...LOCAL], clock.now());
    const listening = await serve((request) => answerOf(request, { authority, graph, cloud }), certificate);
    // Entra and Graph do not answer without TLS.
    for (const name of names) hosts.add(name, { securePort: listening.port, plainPort: listening.port });
    try {
      putOutside(deployment.access, tenants, [
        `https://${cloud.graph}`,
        `https://${cloud.graph}/`,
        `https://localhost:${String(listening.port)}`,
      ]);
    } catch (error) {
      await listening.close();
      throw error;
    }
    return new EmbeddedEntra(clock, tenants, keys, cloud, settings, graph, ca, hosts, fetcher, listening);
  }

  /** Names and secret by which a deployer of the environment signs in. @throws DefinitionError where none of them is an application */
  deployer({ environment }: AccessFile): { readonly tenantId: string; readonly clientId: string; readonly clientSecret: string } {
    const home = this.tenants.ensure(environment.tenantId);
    const { appId } = environment.deployers.map((id) => home.servicePrincipals.find(id)).find((one) => one !== undefined) ?? {};
    if (appId === undefined) {
      const what = 'names no application among its deployers, and terraform signs in as one here';
      throw new DefinitionError([
        { where: environment.key, what, fix: 'name one, or let the built-in way make the directory', code: 'SANDBOX_INPUT' },
      ]);
    }
    return { tenantId: home.id, clientId: appId, clientSecret: home.credentials.addSecret(appId, 'deployment').secretText };
  }
}

const LOCAL = ['localhost', LOOPBACK];

interface Parts {
  readonly authority: Authority;
  readonly graph: GraphSurface;
  readonly cloud: CloudHosts;
}

async function answerOf(request: ServedRequest, { authority, graph, cloud }: Parts): Promise<ServedAnswer> {
  const isGraph = request.host === cloud.graph || (LOCAL.includes(request.host) && /^\/(?:v1\.0|beta)\//.test(request.path));
  if (isGraph) return graph.answer(request);
  if (LOCAL.includes(request.host) && request.path === '/metadata/endpoints') return metadata(String(request.headers['host']));
  return authority.answer(request);
}

/** Where providers look for Graph and for sign-in, when they are pointed at this machine. */
function metadata(host: string): ServedAnswer {
  const origin = `https://${host}`;
  return jsonAnswer(200, {
    name: 'sandbox',
    authentication: { loginEndpoint: origin, audiences: [origin], tenant: 'common', identityProvider: 'AAD' },
    microsoftGraphResourceId: origin,
    resourceManager: origin,
    suffixes: {},
  });
}

/** The cloud that the provider is told. */
function cloudOf({ stacks, name }: SynthesizedDeployment): CloudHosts {
  const [provider] = stacks.find((stack) => stack.name === name)?.providers['azuread'] ?? [];
  const environment = typeof provider?.['environment'] === 'string' ? provider['environment'] : 'global';
  const hosts = Object.hasOwn(CLOUD_HOSTS, environment) ? CLOUD_HOSTS[environment] : undefined;
  if (hosts !== undefined) return hosts;
  const what = `is of the cloud ${environment}, which is not known here`;
  throw new DefinitionError([{ where: name, what, fix: `take one of ${Object.keys(CLOUD_HOSTS).join(', ')}`, code: 'SANDBOX_INPUT' }]);
}

/** Verifies tokens of other issuers by what they publish, where the sandbox stands for them. */
function foreignTokens(fetcher: Fetcher, clock: Clock): (token: string, issuer: string) => Promise<Readonly<Record<string, unknown>>> {
  return async (token, issuer) => {
    const document = await fetcher.fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    const { jwks_uri: keysUrl } = JSON.parse(document.body) as { readonly jwks_uri: string };
    const keys = JSON.parse((await fetcher.fetch(keysUrl)).body) as JSONWebKeySet;
    await jwtVerify(token, createLocalJWKSet(keys), { issuer, currentDate: new Date(clock.now()), requiredClaims: ['exp'] });
    return decodeJwt(token);
  };
}
