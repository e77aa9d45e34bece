import { isObject } from '../../terraform';
import { defineRule } from '../rule';

export const crd005 = defineRule({
  id: 'CRD005',
  severity: 'error',
  title: 'Secrets reach the gateway by reference',
  cause: 'A literal one stands in the repository, in plans, diffs and states, and in every dump of the gateway.',
  fix: 'write `{vault://…}`, or a variable of decK such as ${{ env "DECK_CLIENT_SECRET" }}',
  source: 'https://developer.konghq.com/gateway/entities/vault/',
  needs: ['gateway'],
  *check(view) {
    for (const plugin of view.plugins) {
      const owner = plugin.shared ?? `route ${plugin.route ?? ''}`;
      for (const field of literalSecrets(plugin.config, '')) {
        yield {
          subject: `${owner}/${plugin.name}/${field}`,
          // The value itself is never shown.
          message: `the field ${field} of ${plugin.name} holds a secret in clear`,
          place: { entity: owner, field: `${plugin.name}.${field}` },
        };
      }
    }
  },
});

const SECRET =
  /^(?:client_secret|session_secret|secret|password|(?:.*_)?(?:password|secret)|sentinel_password|api_key|aws_secret_access_key|authorization_value|functions_?key|apikey|private_key|d|dp|dq|p|q|qi|k)$/;

/** Only within a key of a JSON document do these letters stand for secret numbers. */
const OF_KEYS = /^(?:d|dp|dq|p|q|qi|k)$/;

/** Fields that hold a header or token by its name. */
const AUTHORIZATION = /^(?:authorization|x-api-key|api-key|.*-token|.*_proxy_authorization)$/i;

/** What this project writes where a schema wants a secret that nothing uses. */
const FILLER = 'not-a-secret-unused-by-bearer-verification';

function* literalSecrets(config: Readonly<Record<string, unknown>>, prefix: string): Iterable<string> {
  for (const [name, value] of Object.entries(config)) {
    const path = `${prefix}${name}`;
    if (isObject(value)) yield* literalSecrets(value, `${path}.`);
    const isSecret = OF_KEYS.test(name) ? /client_jwk/.test(prefix) : SECRET.test(name) || AUTHORIZATION.test(name);
    for (const one of [value].flat(1) as readonly unknown[]) {
      if (isObject(one) && Array.isArray(value)) yield* literalSecrets(one, `${path}.`);
      if (isSecret && typeof one === 'string' && one !== '' && one !== FILLER && !isReference(one)) yield path;
    }
  }
}

/** A reference that Kong, decK or Terraform resolves. */
function isReference(text: string): boolean {
  return /^\{vault:\/\/[^}]+\}$/.test(text) || /^\$\{\{[^}]*\}\}$/.test(text) || /^\$\{[^}]+\}$/.test(text);
}
