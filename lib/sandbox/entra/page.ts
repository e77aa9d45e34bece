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

/** The page on which somebody chooses as whom to sign in. */
export function page(tenant: Tenant, asked: AskedOnPage): ServedAnswer {
  return choicePage(tenant, asked, '<button>Sign in</button>');
}

/** The same for somebody whose device waits: it says on whose behalf, and can be declined. */
export function devicePage(tenant: Tenant, asked: AskedOnPage): ServedAnswer {
  return choicePage(
    tenant,
    asked,
    `<p>A device waits for this. Go on only if you started it yourself.</p>
<button name="answer" value="approve">Sign in</button> <button name="answer" value="decline">Decline</button>`,
  );
}

/** The page on which somebody types the code that their device shows. */
export function codePage(tenant: Tenant): ServedAnswer {
  return html(
    'Enter code',
    `<h1>Enter code</h1><p>Embedded Entra of the sandbox, tenant ${escaped(tenant.id)}.</p>
<form method="post"><label>Code that your device shows <input name="user_code" required autofocus autocomplete="off" maxlength="20"></label>
<button>Next</button></form>`,
  );
}

/** What came of it. */
export function donePage(tenant: Tenant, client: string, isSignedIn: boolean): ServedAnswer {
  const said = isSignedIn ? `You have signed in to ${client} on your device.` : `You have declined. ${client} gets no token.`;
  return html('Done', `<h1>Done</h1><p>${escaped(said)} Close this page. Tenant ${escaped(tenant.id)}.</p>`);
}

function choicePage(tenant: Tenant, { transaction, client, api, asked }: AskedOnPage, buttons: string): ServedAnswer {
  const people = tenant.people.allUsers().map(({ id, displayName, userPrincipalName }, index) => {
    const groups = tenant.people.groupsOf(id).map((group) => group.displayName);
    const note = groups.length === 0 ? 'in no group' : `in ${groups.join(', ')}`;
    return `<label><input type="radio" name="user" value="${escaped(id)}"${index === 0 ? ' checked' : ''}> ${escaped(displayName)} <small>${escaped(userPrincipalName)}, ${escaped(note)}</small></label>`;
  });
  return html(
    `Sign in to ${client}`,
    `<h1>Sign in to ${escaped(client)}</h1><p>Embedded Entra of the sandbox: nobody has a password here. ${escaped(client)} asks for ${escaped(asked.join(', '))} of ${escaped(api)}.</p>
<form method="post"><input type="hidden" name="transaction" value="${escaped(transaction)}">
<fieldset><legend>As whom?</legend>${people.join('\n')}</fieldset>
<label><input type="checkbox" name="consent" value="yes"> Consent for yourself, where people may</label>
${buttons}</form>`,
  );
}

/** A page that runs no script and stands in no frame. */
function html(title: string, body: string): ServedAnswer {
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
    body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title><style>${STYLE}</style></head><body>
${body}</body></html>`,
  };
}

/** Text as HTML shows it, in an attribute as well. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${String(mark.charCodeAt(0))};`);
}
