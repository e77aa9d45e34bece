import { defineRule } from '../rule';
import { ofGuards, type GuardFlaw } from './guard-rule';
import { FIELDS_SINCE, RENAMED, SHORTHANDS } from './openid-connect-fields';

const SINCE: ReadonlyMap<string, string> = new Map(
  Object.entries(FIELDS_SINCE).flatMap(([version, names]) => words(names).map((name) => [name, version] as const)),
);
const FORMER: ReadonlySet<string> = new Set(words(SHORTHANDS));

export const kng020 = defineRule({
  id: 'KNG020',
  severity: 'error',
  title: 'The plugin has the fields of the gateway’s version, and no others',
  cause: 'Kong refuses the whole configuration for a field it does not know; one under a former name shows as changed for ever.',
  fix: 'write the field as the version of the gateway has it',
  source: 'https://developer.konghq.com/plugins/openid-connect/reference/',
  needs: ['gateway', 'version'],
  check: (view) => {
    const version = view.input.gateway?.settings.version;
    // The same fields come again with every route.
    const known = new Map<string, GuardFlaw | null>();
    return ofGuards(({ plugin, config }) => {
      if (plugin === 'oidc' || version === undefined) return undefined;
      for (const field of Object.keys(config)) {
        const given = config[field];
        if (given === undefined || given === null) continue;
        const flaw = known.get(field) ?? (known.has(field) ? null : (wrongIn(field, version) ?? null));
        known.set(field, flaw);
        if (flaw !== null) return flaw;
      }
      return undefined;
    })(view);
  },
});

function wrongIn(field: string, version: string): GuardFlaw | undefined {
  const renamed = Object.hasOwn(RENAMED, field) ? RENAMED[field] : undefined;
  if (renamed !== undefined && isAtLeast(version, renamed.since))
    return { field, message: `the field ${field} is called ${renamed.now} since Kong ${renamed.since}`, wanted: renamed.now };
  // Those of sessions in Redis became parts of another field.
  if (FORMER.has(field) || field.startsWith('session_redis_')) return undefined;
  const since = SINCE.get(field);
  if (since === undefined) return { field, message: `Kong has no field ${field}`, wanted: 'a field of the schema' };
  return isAtLeast(version, since)
    ? undefined
    : { field, message: `Kong ${version} has no field ${field}, which came with ${since}`, wanted: `Kong ${since}` };
}

function isAtLeast(version: string, least: string): boolean {
  const [[major = 0, minor = 0], [wantedMajor = 0, wantedMinor = 0]] = [version, least].map((text) => text.split('.').map(Number)) as [
    number[],
    number[],
  ];
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
