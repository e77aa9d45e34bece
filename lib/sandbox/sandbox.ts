import { lookUp, uuidOf, type Bindings } from '../model';
import { type Json } from '../terraform';
import { applyStacks, notMade } from './apply';
import { GatewayClient, type SandboxAnswer, type SandboxCall } from './call';
import { Callers, type ReceivedToken, type SignInOptions } from './callers';
import { type Clock, type ServicePrincipal, type Tenant, type User } from './directory';
import { echo } from './echo';
import { EmbeddedEntra } from './embedded-entra';
import { answerStatus, EmbeddedGateway } from './gateway';
import { clientIdsOf, kongFile, refused } from './kong-file';
import { LOOPBACK, serve, type Listening, type ServedAnswer, type ServedRequest } from './network';
import { putPerson } from './outside';
import { type SynthesizedDeployment } from './stacks';
import { Proofs } from './proofs';
import { Turns } from './turns';
import { Upstreams } from './upstreams';

/** Who asks for a token, and for which API. */
export interface SandboxTokenRequest extends SignInOptions {
  /** Key of a client, an external client, a managed identity or an API. */
  readonly client: string;
  /** Key of an API. */
  readonly api: string;
  /** What the client calls the API: its client id or an identifier URI. @default - its client id */
  readonly resource?: string;
  /** The person for whom the client asks. @default - the client asks for itself */
  readonly person?: SandboxPerson;
}

/** A person: by name in the definition, or anybody who is in some groups. */
export interface SandboxPerson {
  /** Name of a person whom the environment knows. @default - somebody made up */
  readonly name?: string;
  /** Names of all groups that the person is in. @default - none */
  readonly groups?: readonly string[];
}

/** Makes in the directory what the stacks ask for; gives the outputs of each. */
export type ApplyStacks = (entra: EmbeddedEntra, deployment: SynthesizedDeployment) => Promise<Readonly<Record<string, Json>>>;

/** The built-in way. */
export const builtIn: ApplyStacks = ({ tenants }, { stacks }) => Promise.resolve(applyStacks(stacks, tenants));

/** The whole loop on one machine: Entra, a gateway and upstreams, on loopback ports. */
export class Sandbox {
  /** Clients as they behave towards Entra. */
  readonly callers: Callers;
  private readonly client: GatewayClient;
  private readonly proofs: Proofs;
  private readonly turns = new Turns();

  private constructor(
    /** What is served. */
    public deployment: SynthesizedDeployment,
    readonly entra: EmbeddedEntra,
    readonly gateway: EmbeddedGateway,
    /** Client ids by key, as Terraform's output has them. */
    public clientIds: Bindings,
    /** Servers of the user's own. */
    readonly upstreams: Upstreams,
    private readonly listening: Readonly<Record<'upstream' | 'plainUpstream' | 'http' | 'https' | 'status', Listening>>,
    names: readonly string[],
  ) {
    const { http, https } = listening;
    this.client = new GatewayClient(gateway, { http: http.port, https: https.port, ca: entra.ca.certificate, names });
    this.proofs = new Proofs(entra.cloud, entra.ca);
    this.callers = new Callers(entra, this.proofs);
  }

  /**
   * Starts Entra with what the stacks ask for, and a gateway with the file that is rendered for it.
   *
   * @throws DefinitionError where a stack, or the file, holds something that is not made or not enforced here
   */
  static async start(
    deployment: SynthesizedDeployment,
    apply: ApplyStacks = builtIn,
    upstreams: Readonly<Record<string, string>> = {},
  ): Promise<Sandbox> {
    const own = new Upstreams(upstreams);
    own.use(deployment);
    const entra = await EmbeddedEntra.start(deployment);
    try {
      const { name, template } = deployment;
      const outputs = await apply(entra, deployment);
      const clientIds = clientIdsOf(outputs[name], name);
      const { hosts, fetcher, clock, ca } = entra;
      const text = kongFile(deployment, clientIds);
      const gateway = new EmbeddedGateway({
        text,
        source: `${name}/kong.json`,
        flavor: template.flavor,
        kongConf: template.kongConf,
        hosts,
        fetcher,
        ca: ca.certificate,
        clock,
        upstreamOf: (service) => own.forService(service),
      });
      const { services, routes } = gateway.entities();
      const upstreamHosts = [...new Set(services.map(({ host }) => host))];
      const routeHosts = [...new Set(routes.flatMap(({ hosts: own }) => own ?? []))];
      const [upstreamCertificate, gatewayCertificate] = await Promise.all(
        [upstreamHosts, routeHosts].map((names) => ca.issue([...names, 'localhost', LOOPBACK], clock.now())),
      );
      const answerer = (request: ServedRequest): Promise<ServedAnswer> => Promise.resolve(echo(request));
      const [upstream, plainUpstream, http, https, status] = await Promise.all([
        serve(answerer, upstreamCertificate),
        serve(answerer),
        gateway.listen(),
        gateway.listen(gatewayCertificate),
        serve((request) => Promise.resolve(answerStatus(gateway.metrics, request))),
      ]);
      for (const host of upstreamHosts) hosts.add(host, { securePort: upstream.port, plainPort: plainUpstream.port });
      return new Sandbox(deployment, entra, gateway, clientIds, own, { upstream, plainUpstream, http, https, status }, routeHosts);
    } catch (error) {
      await entra.listening.close();
      throw error;
    }
  }

  /**
   * Lets the gateway serve another version of the deployment, which was applied meanwhile.
   *
   * @throws DefinitionError where it has a host that this sandbox was not started with, or what the gateway does not enforce
   */
  serve(deployment: SynthesizedDeployment, outputs: Json): void {
    const clientIds = clientIdsOf(outputs, deployment.name);
    const hosts = Object.values(deployment.template.apis).map(({ service }) => String(service['host']));
    const strange = hosts.find((host) => !this.entra.hosts.has(host));
    if (strange !== undefined) throw refused(deployment.name, `has a new upstream: ${strange}`, 'start another sandbox for it');
    this.upstreams.use(deployment);
    this.gateway.load(kongFile(deployment, clientIds), `${deployment.name}/kong.json`, deployment.template.kongConf);
    [this.deployment, this.clientIds] = [deployment, clientIds];
  }

  /** Addresses of resources that are no part of Entra: they are not made. */
  get notMade(): readonly string[] {
    return notMade(this.deployment.stacks);
  }

  /** Where everything listens; `metrics` is what Prometheus scrapes. */
  get urls(): Readonly<Record<'entra' | 'gateway' | 'gatewayWithoutTls' | 'metrics', string>> {
    const { http, https, status } = this.listening;
    return {
      entra: `https://${LOOPBACK}:${String(this.entra.listening.port)}`,
      gateway: `https://${LOOPBACK}:${String(https.port)}`,
      gatewayWithoutTls: `http://${LOOPBACK}:${String(http.port)}`,
      metrics: `http://${LOOPBACK}:${String(status.port)}/metrics`,
    };
  }

  /** The clock of everything here. */
  get clock(): Clock {
    return this.entra.clock;
  }

  /** Certificate by which everything here is verified; nothing else trusts it. */
  get certificateAuthority(): string {
    return this.entra.ca.certificate;
  }

  /** The directory of the deployment. */
  get home(): Tenant {
    return this.entra.tenants.ensure(this.deployment.access.environment.tenantId);
  }

  /**
   * A token as the client gets it. For a person, an API and a client that is registered elsewhere ask on behalf of whoever called them;
   * any other client signs the person in.
   *
   * @throws TokenRefused where Entra gives none
   */
  async token({ client, api, person, resource, ...options }: SandboxTokenRequest): Promise<ReceivedToken> {
    const caller = this.principal(client);
    const named = resource ?? this.principal(api).appId;
    if (person === undefined) return this.callers.forItself(this.home, caller, named, options.skewSeconds);
    const { apis, externalClients } = this.deployment.access.model;
    const wasCalled = [...apis, ...externalClients].some(({ key }) => key === client);
    const only = (['redirectUri', 'consents'] as const).filter((option) => wasCalled && options[option] !== undefined);
    if (only.length > 0) {
      const what = `is given ${only.join(' and ')}, and ${client} asks on behalf of whoever called it: nobody signs in`;
      throw refused(this.deployment.name, what, 'leave it out, or take a client that signs people in');
    }
    const ask = async (): Promise<ReceivedToken> => {
      const user = this.person(person);
      return wasCalled
        ? this.callers.onBehalfOf(this.home, caller, named, user, options)
        : this.callers.forPerson(this.home, caller, named, user, options);
    };
    // In which groups somebody is counts until the token is there: nobody puts the same person into others meanwhile.
    return person.name === undefined ? ask() : this.turns.of(person.name, ask);
  }

  /**
   * Lets the secret of a client end now: its next request for a token is refused.
   *
   * @throws DefinitionError where there is no such client, or where it proves itself otherwise [SANDBOX_INPUT]
   */
  expireSecret(client: string): void {
    this.proofs.expireSecret(this.home, this.principal(client));
  }

  /** Gives a client a new secret. @throws DefinitionError as {@link expireSecret} */
  renewSecret(client: string): void {
    this.proofs.renewSecret(this.home, this.principal(client));
  }

  /** Calls an API through the gateway. */
  call(call: SandboxCall): Promise<SandboxAnswer> {
    return this.client.call(call);
  }

  /** Ends everything. */
  async close(): Promise<void> {
    this.client.close();
    this.gateway.close();
    await Promise.all([this.entra.listening, ...Object.values(this.listening)].map((one) => one.close()));
  }

  /** What stands for a client or an API, by its key or name. @throws DefinitionError where there is none */
  principal(key: string): ServicePrincipal {
    const found = this.find(key);
    if (found === undefined)
      throw refused(this.deployment.name, `has ${JSON.stringify(key)} in its directory no more: it was deleted`, 'start the sandbox anew');
    return found;
  }

  /** The same; undefined where it was deleted from the directory. @throws DefinitionError where the deployment has none */
  find(key: string): ServicePrincipal | undefined {
    const { environment, model } = this.deployment.access;
    const managed = model.clients.find((one) => one.key === key)?.managedIdentity;
    const outside = [environment.managedIdentities, environment.externalClients, environment.externalApis].map((all) =>
      lookUp(all, managed ?? nameOf(model, key)),
    );
    const everywhere = model.externalApis.find((one) => one.key === key)?.clientId;
    const clientId = lookUp(this.clientIds, key) ?? outside.find((one) => one !== undefined)?.clientId ?? everywhere;
    if (clientId === undefined) {
      const declared = [...model.clients, ...model.externalClients, ...model.externalApis].map((one) => one.key);
      const known = [...new Set([...Object.keys(this.clientIds), ...declared])].sort().join(', ');
      throw refused(this.deployment.name, `has no client or API ${JSON.stringify(key)}`, `take one of ${known}`);
    }
    return this.home.servicePrincipals.ofClientId(clientId);
  }

  /** A person who is in exactly these groups, made up where the environment knows none of that name. */
  person({ name, groups = [] }: SandboxPerson): User {
    const { environment } = this.deployment.access;
    const known = name === undefined ? undefined : lookUp(environment.people, name);
    const called = name ?? (groups.length === 0 ? 'nobody-in-particular' : `somebody-of-${[...groups].sort().join('-and-')}`);
    const id =
      known ??
      uuidOf(`sandbox/person/${this.home.id}/${name === undefined ? `of ${JSON.stringify([...groups].sort())}` : `named ${name}`}`);
    putPerson(this.home, called, id, name ?? `somebody-${id}`);
    const groupIds = groups.map((group) => {
      const groupId = lookUp(environment.groups, group);
      if (groupId !== undefined) return groupId;
      const known = Object.keys(environment.groups).join(', ');
      throw refused(this.deployment.name, `has no group ${JSON.stringify(group)}`, `take one of ${known}`);
    });
    this.home.people.setGroups(id, groupIds);
    const user = this.home.people.user(id);
    if (user === undefined) throw refused(this.deployment.name, `has no person ${called}`, 'name one who is no group and no application');
    return user;
  }
}

function nameOf(model: SynthesizedDeployment['access']['model'], key: string): string {
  return [...model.externalClients, ...model.externalApis].find((one) => one.key === key)?.name ?? key;
}
