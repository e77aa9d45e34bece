import { createHash } from 'node:crypto';
import { visible, visibleJson } from '../../access';
import { RULES } from '../../lint';
import { type LeafChange, type Place, type ReviewReport } from '../report';
import { reviewResults, type ReviewResult } from './results';
import { leafText, placeWords, shortened } from './wording';

// GitHub keeps 5,000 results of a run and shows 100 places of a result; a file with more than 25,000 results is refused.
const RESULTS = 5_000;
const PLACES = 100;
const MESSAGE_LENGTH = 4_000;

/** What the rules of a review say, apart from those of lint. */
const RULE_TEXTS: Readonly<Record<string, string>> = {
  'access-gained': 'Somebody can call what they could not call before.',
  'access-lost': 'Somebody can no longer call what they could call before.',
  'access-unknown': 'Whether somebody can call something cannot be told any more.',
  'change-carried': 'What is carried to a service behind the gateway changes.',
  'change-consents': 'An administrator is asked to grant something, or a grant is taken away.',
  'change-credentials': 'A credential, or who may act as an application, changes.',
  'change-hardening': 'How the gateway checks tokens and requests changes.',
  'change-other': 'Something else changes that can be told.',
  'change-people': 'Groups and people who hold roles change.',
  'change-registrations': 'An app registration changes.',
  'change-routes': 'A route of the gateway changes.',
  'change-settings': 'What changes are judged by changes: standards, waivers, severities, and what a review fails on.',
  'change-stacks': 'What the stacks hold changes.',
  'deceptive-name': 'A name is not what it looks like.',
  disagreement: 'Two files that must agree contradict each other, so the report cannot be trusted.',
  'not-judged': 'Something about access is not judged.',
  'results-left-out': 'There are more results than fit in this file.',
  unexplained: 'A value changes that no row of the report explains.',
};

/**
 * A report as SARIF 2.1.0: one result for each row, settings and then the gravest first, at most 5,000 of them, of which the last says how many more
 * there are. Places are relative to the synthesized output; what only BASE has says so in the message of its place.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 * @see https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function reviewSarif(report: ReviewReport): string {
  const results = fitting(reviewResults(report));
  const rules = [...new Set(results.map(({ rule }) => rule))].sort();
  const seen = new Map<string, number>();
  const run = {
    tool: { driver: { name: 'kong-entra review', version: report.version, rules: rules.map(ruleOf) } },
    // What ends in a slash is a category: reports of other stacks do not close the alerts of these.
    automationDetails: { id: `kong-entra/review/${shortened(visible(report.deployments.map(({ name }) => name).join('+')), 200)}/` },
    // Lines and columns count what JavaScript counts.
    columnKind: 'utf16CodeUnits',
    results: results.map((result) => resultOf(result, rules.indexOf(result.rule), seen)),
  };
  return visibleJson({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] });
}

function fitting(results: readonly ReviewResult[]): readonly ReviewResult[] {
  const kept = results.slice(0, results.length > RESULTS ? RESULTS - 1 : RESULTS);
  const place = kept[0]?.place;
  if (kept.length === results.length || place === undefined) return kept;
  const line = `${results.length - kept.length} more results do not fit in this file; the report as JSON has them`;
  const rest: ReviewResult = {
    rule: 'results-left-out',
    level: 'warning',
    title: 'Results are left out',
    lines: [line],
    place,
    related: [],
    identity: ['results-left-out'],
  };
  return [...kept, rest];
}

function ruleOf(id: string): object {
  const lint = RULES.find((rule) => rule.id === id);
  const own = Object.hasOwn(RULE_TEXTS, id) ? RULE_TEXTS[id] : undefined;
  return {
    id,
    shortDescription: { text: plain(own ?? (lint ? `${lint.title}.` : `Rule ${id} of lint.`)) },
    ...(lint && { fullDescription: { text: plain(lint.cause) }, help: { text: plain(`${lint.fix}. See ${lint.source}.`) } }),
    properties: { tags: ['security', own === undefined ? 'lint' : 'review'] },
  };
}

function resultOf(result: ReviewResult, ruleIndex: number, seen: Map<string, number>): object {
  const { rule, level, lines, place, related, waiver } = result;
  const shown = related.slice(0, PLACES - 1);
  return {
    ruleId: rule,
    ruleIndex,
    level,
    message: message(lines.map((line) => `${line}.`).join('\n')),
    locations: [{ ...physical(place), message: message(placeWords(place)) }],
    ...(shown.length > 0 && { relatedLocations: shown.map((leaf, at) => relatedLocation(leaf, at + 1)) }),
    partialFingerprints: { primaryLocationLineHash: fingerprint(result, seen) },
    ...(waiver !== undefined && { suppressions: [{ kind: 'external', status: 'accepted', justification: plain(waiver) }] }),
  };
}

function relatedLocation(leaf: LeafChange, id: number): object {
  return { id, ...physical(leaf.place), message: message(leafText(leaf)) };
}

function physical({ file, line }: Place): object {
  return { physicalLocation: { artifactLocation: { uri: relativeUri(file) }, region: { startLine: line ?? 1 } } };
}

/** A file's name as a relative reference: nothing in it is a scheme, a host, a query or a way out of the folder. */
function relativeUri(file: string): string {
  return visible(file)
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .map(encodeURIComponent)
    .join('/');
}

// The only fingerprint that GitHub compares; of equal ones the second and third are told apart by a number, as its own are.
function fingerprint({ identity }: ReviewResult, seen: Map<string, number>): string {
  const hash = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32);
  const count = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, count);
  return `${hash}:${count}`;
}

function message(text: string): object {
  return { text: plain(shortened(text, MESSAGE_LENGTH)) };
}

/**
 * A text in which a viewer finds neither placeholders nor links.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html §3.11.5, §3.11.6
 */
function plain(text: string): string {
  const escaped = text.replace(/[{}]/g, (brace) => brace + brace);
  // Brackets and backslashes mean something in a link alone, so that a text without one is left as it is.
  return escaped.includes('](') ? escaped.replace(/[\\[\]]/g, (character) => `\\${character}`) : escaped;
}
