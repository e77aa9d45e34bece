import { createHash } from 'node:crypto';
import { type Tenant } from '../directory';
import { type ServedAnswer } from '../network';

/** What the page says about who asks. */
export interface AskedOnPage {
  readonly transaction: string;
  readonly client: string;
  readonly api: string;
  readonly asked: readonly string[];
}

const STYLE = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:10vh auto;padding:0 1rem}
form{border:1px solid color-mix(in srgb,currentColor 25%,transparent);border-radius:.75rem;padding:1.5rem}
label{display:block;padding:.4rem 0}small{opacity:.75}button{font:inherit;padding:.5rem 1.25rem;margin-top:1rem;border-radius:.5rem}`;

/** The page on which somebody chooses as whom to sign in. It runs no script, and stands in no frame. */
export function page(tenant: Tenant, { transaction, client, api, asked }: AskedOnPage): ServedAnswer {
  const people = tenant.people.allUsers().map(({ id, displayName, userPrincipalName }, index) => {
    const groups = tenant.people.groupsOf(id).map((group) => group.displayName);
    const note = groups.length === 0 ? 'in no group' : `in ${groups.join(', ')}`;
    return `<label><input type="radio" name="user" value="${escaped(id)}"${index === 0 ? ' checked' : ''}> ${escaped(displayName)} <small>${escaped(userPrincipalName)}, ${escaped(note)}</small></label>`;
  });
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Sign in to ${escaped(client)}</title><style>${STYLE}</style></head><body>
<h1>Sign in to ${escaped(client)}</h1><p>Embedded Entra of the sandbox: nobody has a password here. ${escaped(client)} asks for ${escaped(asked.join(', '))} of ${escaped(api)}.</p>
<form method="post"><input type="hidden" name="transaction" value="${escaped(transaction)}">
<fieldset><legend>As whom?</legend>${people.join('\n')}</fieldset>
<label><input type="checkbox" name="consent" value="yes"> Consent for yourself, where people may</label>
<button>Sign in</button></form></body></html>`;
  const style = createHash('sha256').update(STYLE).digest('base64');
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${style}'; frame-ancestors 'none'; base-uri 'none'`,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
    body: html,
  };
}

/** Text as HTML shows it, in an attribute as well. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${String(mark.charCodeAt(0))};`);
}
