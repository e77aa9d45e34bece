import { type DeploymentReview } from '../../../lib/review';
import { whoText } from '../../../lib/review/output/wording';

/** What a review against what is deployed says otherwise than one of two syntheses, and why that is right. */
export interface Otherwise {
  readonly why: string;
  /** Rows that are not there, in part. */
  readonly less?: readonly string[];
  readonly more?: readonly string[];
  readonly level?: DeploymentReview['verdict']['level'];
}

const PARTNER = '00000000-0000-4000-8000-000000000004';
const NOT_IN_A_STATE = 'Terraform keeps it in no state';

/** By the name of the case. */
export const OTHERWISE: Readonly<Record<string, Otherwise>> = {
  'a client that calls is removed': {
    why: 'the definition of the head has no name for it any more',
    less: [
      'lost partner (application) GET https://apps.example.com/orders',
      'lost partner (application) POST https://apps.example.com/orders',
      'consents narrowed partner: application permission Orders.Read of orders',
      'consents narrowed partner: application permission Orders.Write of orders',
    ],
    more: [
      `lost ${PARTNER} (application) GET https://apps.example.com/orders`,
      `lost ${PARTNER} (application) POST https://apps.example.com/orders`,
      `consents narrowed ${PARTNER}: application permission Orders.Read of orders`,
      `consents narrowed ${PARTNER}: application permission Orders.Write of orders`,
    ],
  },
  'a resource of another provider is added, swapped': {
    why: 'what a provider nobody knows keeps is not shown, and not told field by field',
    less: ['unexplained resource.random_id.x.byte_length'],
    more: ['unexplained resource.random_id.x.value'],
  },
  'a provisioner is added, swapped': {
    why: NOT_IN_A_STATE,
    less: ['unexplained resource.azuread_application.billing_081fd692.provisioner.0.local-exec.command'],
    level: 'clean',
  },
  'a file is added that Terraform reads, swapped': { why: NOT_IN_A_STATE, less: ['unexplained '], level: 'clean' },
  'prevent_destroy goes': {
    why: NOT_IN_A_STATE,
    less: ['registrations broadened billing, orders, portal, robot: lifecycle.prevent_destroy'],
    level: 'clean',
  },
  'prevent_destroy goes, swapped': {
    why: NOT_IN_A_STATE,
    less: ['registrations narrowed billing, orders, portal, robot: lifecycle.prevent_destroy'],
  },
};

/** Sections in which a row is about something that somebody can do. */
const TOLD = ['registrations', 'consents', 'people', 'credentials', 'hardening', 'stacks', 'settings'];

/** What a review says to its readers, a line each. */
export function rowsOf({ access, changes, unexplained, lint, disagreements, notJudged }: DeploymentReview): readonly string[] {
  return [
    ...access.flatMap(({ direction, who, routes }) =>
      who.flatMap((one) => routes.map(({ example }) => `${direction} ${whoText(one)} ${example}`)),
    ),
    ...changes
      .filter(({ section }) => TOLD.includes(section))
      .map(({ section, effect, risk, isBlocking, subject, what }) =>
        [section, effect, ...(risk === undefined ? [] : [risk]), ...(isBlocking ? ['blocking'] : []), `${subject}: ${what}`].join(' '),
      ),
    ...unexplained.map(({ place }) => `unexplained ${place.path.join('.')}`),
    ...lint.map(({ severity, key, waiver }) => `${severity} ${key} ${waiver?.expires ?? ''}`),
    ...disagreements.map(({ what }) => what),
    ...notJudged,
  ].sort();
}

/** Rows that are not among others. */
export function without(rows: readonly string[], others: readonly string[]): readonly string[] {
  return rows.filter((row) => !others.includes(row));
}
