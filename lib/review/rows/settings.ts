import { type LintSettings } from '../../lint';
import { type ChangeRow } from '../report';

type Settings = Pick<LintSettings, 'organisation' | 'waivers' | 'failOn'>;

/** The file that holds them, beside what was synthesized or at the root of a repository. */
const SETTINGS = 'kong-entra.json';

/** What the head would change in standards and waivers: shown, and of no effect before it is merged. */
export function settingRows(settings: Settings | undefined, headSettings: Settings | undefined): readonly ChangeRow[] {
  if (headSettings === undefined) return [];
  const own: Settings = settings ?? { organisation: {}, waivers: [] };
  const keyed = (waivers: LintSettings['waivers']): ReadonlyMap<string, string> =>
    new Map(
      waivers.map((waiver) => [
        `${waiver.rule}[${waiver.subject}]${waiver.deployment ? ` in ${waiver.deployment}` : ''}`,
        JSON.stringify(waiver),
      ]),
    );
  const [was, now] = [keyed(own.waivers), keyed(headSettings.waivers)];
  const row = (path: readonly string[], what: string, before: string | undefined, after: string | undefined): ChangeRow[] =>
    before === after
      ? []
      : [
          {
            section: 'settings',
            subject: path.at(-1) ?? '',
            what,
            ...(before !== undefined && { was: before }),
            ...(after !== undefined && { now: after }),
            effect: 'unknown',
            isBlocking: false,
            notes: ['counts once it is merged: this review was made by the settings of the base'],
            places: [{ place: { file: SETTINGS, path, side: after === undefined ? 'base' : 'head' } }],
          },
        ];
  const organisations = [own.organisation, headSettings.organisation].map((one) => one as Readonly<Record<string, unknown>>) as [
    Readonly<Record<string, unknown>>,
    Readonly<Record<string, unknown>>,
  ];
  const fields = [...new Set(organisations.flatMap((one) => Object.keys(one)))].sort();
  const textOf = (value: unknown): string | undefined => (value === undefined ? undefined : JSON.stringify(value));
  return [
    ...row(['failOn'], 'what a review fails on changes', textOf(own.failOn), textOf(headSettings.failOn)),
    ...fields.flatMap((field) =>
      row(
        ['organisation', field],
        'a standard of the organisation changes',
        textOf(organisations[0][field]),
        textOf(organisations[1][field]),
      ),
    ),
    ...[...new Set([...was.keys(), ...now.keys()])]
      .sort()
      .flatMap((key) => row(['waivers', key], 'a waiver changes', was.get(key), now.get(key))),
  ];
}
