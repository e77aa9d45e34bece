import { type Application } from '../directory';

/** Platform by which a client signs people in. */
export type Platform = 'web' | 'spa' | 'publicClient';

/** The platform for which a redirect URI is registered; undefined where it is not. */
export function platformOf(application: Application, uri: string): Platform | undefined {
  const platforms = ['web', 'spa', 'publicClient'] as const;
  return platforms.find((platform) => application[platform].redirectUris.some((registered) => isSame(registered, uri)));
}

/** Redirects to this machine may be to any port, and are the same to the letter otherwise. */
function isSame(registered: string, uri: string): boolean {
  if (registered === uri) return true;
  const local = withoutPort(registered);
  return local !== undefined && local === withoutPort(uri);
}

/** A redirect to this machine without its port; undefined where it is to another one. */
function withoutPort(uri: string): string | undefined {
  const [start, host] = /^http:\/\/(localhost|127\.0\.0\.1)(?::\d+)?(?=[/?]|$)/.exec(uri) ?? [];
  if (start === undefined || host === undefined || !URL.canParse(uri)) return undefined;
  const rest = uri.slice(start.length);
  return `${host}${rest.startsWith('/') ? '' : '/'}${rest}`;
}

/** Origins whose pages may redeem codes: those of single-page applications. */
export function originsOf({ spa }: Application): readonly string[] {
  return spa.redirectUris.flatMap((uri) => (URL.canParse(uri) ? [new URL(uri).origin] : []));
}
