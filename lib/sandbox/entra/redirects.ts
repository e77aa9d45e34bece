import { type Application } from '../directory';

/** Platform by which a client signs people in. */
export type Platform = 'web' | 'spa' | 'publicClient';

/** The platform for which a redirect URI is registered; undefined where it is not. */
export function platformOf(application: Application, uri: string): Platform | undefined {
  const platforms = ['web', 'spa', 'publicClient'] as const;
  return platforms.find((platform) => application[platform].redirectUris.some((registered) => isSame(registered, uri)));
}

/** Redirects to this machine may be to any port. */
function isSame(registered: string, uri: string): boolean {
  if (registered === uri) return true;
  const [one, other] = [registered, uri].map((text) => (URL.canParse(text) ? new URL(text) : undefined));
  if (one?.protocol !== 'http:' || !LOCAL.includes(one.hostname) || other === undefined) return false;
  return (
    one.protocol === other.protocol && one.hostname === other.hostname && one.pathname === other.pathname && one.search === other.search
  );
}

const LOCAL = ['localhost', '127.0.0.1'];

/** Origins whose pages may redeem codes: those of single-page applications. */
export function originsOf({ spa }: Application): readonly string[] {
  return spa.redirectUris.flatMap((uri) => (URL.canParse(uri) ? [new URL(uri).origin] : []));
}
