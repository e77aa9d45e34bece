import { type Severity } from './types';

/** A severity that an organisation gives a rule: a higher one as such, a lower one with its reason. */
export type RuleSeverity = Severity | { readonly severity: Severity | 'off'; readonly reason: string };

/** What an organisation wants of every team. */
export interface OrganisationDefaults {
  readonly severities?: Readonly<Record<string, RuleSeverity>>;
  /** Owners that a registration has at least. @default 2 */
  readonly minOwners?: number;
  /** Object ids that own every registration. @default - none */
  readonly requiredOwners?: readonly string[];
  /** Hosts of routes, such as `api.contoso.com` or `*.contoso.com`. @default - any */
  readonly allowedHosts?: readonly string[];
  /** Hosts of redirect URIs. @default - any */
  readonly allowedRedirectHosts?: readonly string[];
  /** Longest life of a client secret. @default 180 */
  readonly secretLifetimeDays?: number;
  /** Longest life of a certificate. @default 365 */
  readonly certificateLifetimeDays?: number;
  /** Most clock skew that a gateway forgives. @default 300 */
  readonly leewaySeconds?: number;
}

/** The defaults with what an organisation says. */
export type Standards = Required<Omit<OrganisationDefaults, 'allowedHosts' | 'allowedRedirectHosts'>> &
  Pick<OrganisationDefaults, 'allowedHosts' | 'allowedRedirectHosts'>;

/** What holds where an organisation says nothing. */
export const STANDARDS: Standards = {
  severities: {},
  minOwners: 2,
  requiredOwners: [],
  secretLifetimeDays: 180,
  certificateLifetimeDays: 365,
  leewaySeconds: 300,
};

/** True for a host that a list has, itself or by `*.` and what follows. */
export function isAllowedHost(host: string, allowed: readonly string[]): boolean {
  const name = host.toLowerCase();
  return allowed.some((one) => {
    const pattern = one.toLowerCase();
    return pattern.startsWith('*.') ? name.endsWith(pattern.slice(1)) && name.length > pattern.length - 1 : name === pattern;
  });
}
