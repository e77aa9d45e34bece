import { type RedirectUri } from '../../terraform';
import { isAllowedHost, type Standards } from '../organisation';
import { defineRule, MICROSOFT_ADVICE } from '../rule';

export const ent004 = defineRule({
  id: 'ENT004',
  severity: 'error',
  title: 'Redirect URIs are exact, encrypted, and on a host of the organisation',
  cause: 'Codes and tokens are sent there. A wildcard, plain http or a host that others may register hands them over.',
  fix: 'register the exact https address (http for localhost alone) on a host that `allowedRedirectHosts` has',
  source: MICROSOFT_ADVICE,
  needs: ['directory'],
  *check(view) {
    for (const application of view.directory.applications) {
      for (const redirect of application.redirectUris) {
        const wrong = wrongIn(redirect, view.standards);
        if (wrong === undefined) continue;
        const place = view.placeOf(redirect.place);
        yield {
          subject: `${view.subjectOf(application)}/${redirect.uri}`,
          message: `the redirect URI ${JSON.stringify(redirect.uri)} ${wrong.what}`,
          place,
          disagree: [
            { what: 'redirect URI', value: redirect.uri, where: `${place.address ?? ''} ${place.argument ?? ''}`.trim() },
            { what: 'what is allowed', value: wrong.allowed, where: wrong.where },
          ],
        };
      }
    }
  },
});

interface Wrong {
  readonly what: string;
  readonly allowed: string;
  readonly where: string;
}

const EXACT = { allowed: 'https on an exact host; http for localhost alone', where: 'ENT004' };

function wrongIn({ uri, platform }: RedirectUri, { allowedRedirectHosts }: Standards): Wrong | undefined {
  // Nothing is known of an address that is known after apply alone.
  if (uri === '' || uri.startsWith('${')) return undefined;
  if (uri.includes('*')) return { what: 'has a wildcard', ...EXACT };
  if (/^urn:/i.test(uri)) return { what: 'is of the out-of-band flow, which shows the code to whoever asks', ...EXACT };
  const [, scheme = '', host = ''] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#:@]*)/i.exec(uri) ?? [];
  const isLocal = host === 'localhost' || host === '127.0.0.1';
  // Native applications have schemes of their own, which the operating system routes.
  if (platform === 'native' && !/^https?$/i.test(scheme)) return undefined;
  if (/^http$/i.test(scheme) ? !isLocal : !/^https$/i.test(scheme)) return { what: 'is not encrypted', ...EXACT };
  if (isLocal || allowedRedirectHosts === undefined || isAllowedHost(host, allowedRedirectHosts)) return undefined;
  return { what: 'is on a host that is not of the organisation', allowed: allowedRedirectHosts.join(', '), where: 'allowedRedirectHosts' };
}
