import { isObject, type Json } from '../../terraform';
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
    // Routes of a definition share most configurations.
    const known = new Map<Json, readonly string[]>();
    for (const plugin of view.plugins) {
      const fields = known.get(plugin.config) ?? literalSecrets(plugin.config, '');
      known.set(plugin.config, fields);
      const owner = plugin.shared ?? `route ${plugin.route ?? ''}`;
      for (const field of fields) {
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

/** Names of fields come again with every plugin. */
const judged = new Map<string, boolean>();

function isSecretName(name: string): boolean {
  const known = judged.get(name) ?? (SECRET.test(name) || AUTHORIZATION.test(name));
  judged.set(name, known);
  return known;
}

function literalSecrets(config: Json, prefix: string, found: string[] = []): readonly string[] {
  for (const name of Object.keys(config)) {
    const value = config[name];
    const isNested = typeof value === 'object' && value !== null;
    if (!isNested && typeof value !== 'string') continue;
    const isSecret = OF_KEYS.test(name) ? prefix.includes('client_jwk') : isSecretName(name);
    for (const one of isNested && Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      if (isObject(one)) literalSecrets(one, `${prefix}${name}.`, found);
      else if (isSecret && typeof one === 'string' && one !== '' && one !== FILLER && !isReference(one)) found.push(`${prefix}${name}`);
    }
  }
  return found;
}

/** A reference that Kong, decK or Terraform resolves. */
function isReference(text: string): boolean {
  return /^\{vault:\/\/[^}]+\}$/.test(text) || /^\$\{\{[^}]*\}\}$/.test(text) || /^\$\{[^}]+\}$/.test(text);
}
