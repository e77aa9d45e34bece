import { type Application } from '../../terraform';
import { type Names } from '../side/names';

/** Who can act as a registration, in words. */
export function actorsOf(application: Application, names: Names): readonly string[] {
  const { credentials, owners } = application;
  const of = (kind: string): number => credentials.filter((one) => one.kind === kind).length;
  const [secrets, certificates] = [of('secret'), of('certificate')];
  const named = owners.map((owner) => names.outsideOf(owner)?.name ?? owner);
  return [
    ...(isPublic(application) ? ['anybody’s copy of the client: it is public and proves nothing'] : []),
    ...(secrets > 0 ? [`whoever has ${counted(secrets, 'its client secret', 'client secrets')}`] : []),
    ...(certificates > 0 ? [`whoever has the key of ${counted(certificates, 'its certificate', 'certificates')}`] : []),
    ...credentials
      .filter(({ kind }) => kind === 'federated')
      .map(({ subject, expression, issuer }) => `whoever ${issuer ?? 'an unknown issuer'} names ${subject ?? expression ?? 'anything'}`),
    ...(named.length > 0 ? [`its owners, who can add a credential: ${named.join(', ')}`] : []),
  ];
}

/** Whether a client gets tokens without proving that it is itself. */
export function isPublic({ redirectUris, isFallbackPublic }: Application): boolean {
  return isFallbackPublic || redirectUris.some(({ platform }) => platform !== 'web');
}

function counted(number: number, one: string, many: string): string {
  return number === 1 ? one : `one of its ${String(number)} ${many}`;
}

/** Who is in an open set, in words. */
export const OPEN_SETS: Readonly<Record<string, string>> = {
  anonymous: 'everybody who reaches the gateway',
  'any-token': 'whoever gets any token of the tenant, for whatever API',
  'other-tenants': 'applications and people of other tenants, whose administrators consent by themselves',
  'outside-audience': 'whoever gets a token for an API that is registered elsewhere',
  'any-application': 'every application of the tenant',
  'any-person': 'every person of the tenant',
  'any-client': 'every client to which a person may consent by himself',
};
