import { throwIfAny, type Problem } from '../errors';
import { type KongService } from '../kong';
import { lookUp } from '../model';
import { type OwnUpstream } from './network';
import { type SynthesizedDeployment } from './stacks';

/** Upstreams of the user's own, by the name of the service that is sent there. The built-in echo stands for all others. */
export class Upstreams {
  private byService: ReadonlyMap<string, OwnUpstream> = new Map();

  /**
   * @param given Origins, such as `http://127.0.0.1:3000`, by the key of an API or by the host that its service names
   */
  constructor(private readonly given: Readonly<Record<string, string>>) {}

  /**
   * Finds the services of a deployment that are meant.
   *
   * @throws DefinitionError with every name that stands for no service, and every address that is not of this machine
   */
  use({ name, template }: SynthesizedDeployment): void {
    const services = Object.entries(template.apis).map(([key, { service }]) => ({
      key,
      name: String(service['name']),
      host: String(service['host']),
    }));
    const found = Object.entries(this.given).map(([key, origin]) => {
      const meant = services.filter((one) => one.key === key);
      return { key, own: read(origin), meant: meant.length > 0 ? meant : services.filter(({ host }) => host === key) };
    });
    throwIfAny(
      found.flatMap(({ key, own, meant }): readonly Problem[] => {
        const where = `${name} upstream ${JSON.stringify(key)}`;
        const others = found.filter((one) => one.key < key && one.meant.some((service) => meant.includes(service)));
        const known = [...new Set(services.flatMap(({ key: api, host }) => [api, host]))].join(', ');
        return [
          ...(meant.length === 0
            ? [problem(where, 'is no API of the deployment, and no host of an upstream', `take one of ${known}`)]
            : []),
          ...(typeof own === 'string' ? [problem(where, own, 'give an origin on this machine, such as http://127.0.0.1:3000')] : []),
          ...others.map((other) => problem(where, `is what ${JSON.stringify(other.key)} stands for as well`, 'leave one of the two out')),
        ];
      }),
    );
    const own = found.flatMap(({ meant, own: upstream }) =>
      typeof upstream === 'string' ? [] : meant.map((service) => [service.name, upstream] as const),
    );
    this.byService = new Map(own);
  }

  /**
   * Whoever calls everything as everybody must reach nobody's own server.
   *
   * @throws DefinitionError where there is one [SANDBOX_INPUT]
   */
  assertNone(): void {
    throwIfAny(
      Object.keys(this.given).map((key) =>
        problem(
          `upstream ${JSON.stringify(key)}`,
          'is your own server, and each route would be called there as each caller',
          'leave it out',
        ),
      ),
    );
  }

  /** Where a service is sent; undefined where the echo stands for it. */
  forService({ name }: Pick<KongService, 'name'>): OwnUpstream | undefined {
    return name === null ? undefined : this.byService.get(name);
  }
}

/**
 * Reads `name=origin`, several times.
 *
 * @throws DefinitionError where one is of another form, or a name stands there twice
 */
export function upstreamsIn(pairs: readonly string[]): Readonly<Record<string, string>> {
  const read = pairs.map((pair): readonly [string, string] => {
    const at = pair.indexOf('=');
    return at < 1 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
  });
  const fix = 'write NAME=ORIGIN, such as orders=http://127.0.0.1:3000, once for each API or host';
  throwIfAny(
    read.flatMap(([name, origin], at) => {
      const where = `upstream ${JSON.stringify(name)}`;
      if (origin === '') return [problem(where, 'has no origin', fix)];
      return read.findIndex(([other]) => other === name) < at ? [problem(where, 'stands there twice', fix)] : [];
    }),
  );
  return Object.fromEntries(read);
}

/** Names of this machine that need no resolver, and the address that each is. */
const LOCAL: Readonly<Record<string, string>> = { localhost: '127.0.0.1', '[::1]': '::1' };

/** An origin on this machine; in words why it is none. */
function read(text: string): OwnUpstream | string {
  const shown = JSON.stringify(text.slice(0, 200));
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) return `is ${shown}, which is no http or https origin`;
  if (url.username !== '' || url.password !== '') return 'has a name or a password in its address';
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    return `is ${shown}: an origin has no path; that of a request comes from the Kong file`;
  const address = /^127(?:\.\d+){3}$/.test(url.hostname) ? url.hostname : lookUp(LOCAL, url.hostname);
  if (address === undefined) return `is ${shown}, which is not of this machine: the sandbox connects to nothing else, and looks no name up`;
  const protocol = url.protocol === 'https:' ? 'https' : 'http';
  return { protocol, address, port: url.port === '' ? (protocol === 'https' ? 443 : 80) : Number(url.port) };
}

function problem(where: string, what: string, fix: string): Problem {
  return { where, what, fix, code: 'SANDBOX_INPUT' };
}
