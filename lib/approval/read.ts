import { DefinitionError, throwIfAny, type Problem } from '../errors';
import { fieldsOf, isPlainObject, list, parseJson, record, shapeProblem, show, tag, unknownFields, type Check } from '../model';
import { digestOfData } from './digest';
import type { Approval, ApprovalParts } from './types';

/** A text of a form, in words for messages. */
function matching(expression: RegExp, form: string): Check {
  return (value, where, report) => {
    if (typeof value !== 'string' || value.length > 1024 || !expression.test(value)) report(shapeProblem(where, value, form));
  };
}

/** An object with these fields and no others. */
function exactly(fields: Readonly<Record<string, Check>>): Check {
  const whole = fieldsOf(fields);
  return (value, where, report) => {
    if (!isPlainObject(value)) return report(shapeProblem(where, value, 'an object'));
    unknownFields(value, Object.keys(fields), where, report);
    whole(value, where, report);
  };
}

/** A word that says there is none, or what a check says. */
function unless(word: string, check: Check): Check {
  return (value, where, report) => {
    if (value !== word) check(value, where, report);
  };
}

const serial: Check = (value, where, report) => {
  if (!Number.isSafeInteger(value) || (value as number) < 0) report(shapeProblem(where, value, 'a whole number'));
};

const digest = matching(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal');
const noDigest = matching(/^(?:[0-9a-f]{64})?$/, 'a SHA-256 in hexadecimal, or nothing');
const guid = matching(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, 'a GUID');
const shown = matching(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]+$/, 'a text on one line');
const anyText: Check = (value, where, report) => {
  if (typeof value !== 'string') report(shapeProblem(where, value, 'a text'));
};

const change = exactly({
  change: matching(/^(?:creating|updating|deleting)$/, 'creating, updating or deleting'),
  kind: shown,
  name: anyText,
  id: anyText,
  was: noDigest,
});

const gateway = exactly({
  template: digest,
  address: record(matching(/^DECK_[A-Z_]+$/, 'a variable of decK'), shown),
  selectTags: list(tag, { min: 1 }),
  clientIds: exactly({ known: record(shown, guid), later: unless('all', list(shown)) }),
  changes: list(change),
});

const approval = exactly({
  formatVersion: (value, where, report) => {
    if (value !== 1) report(shapeProblem(where, value, '1'));
  },
  digest,
  parts: exactly({
    stack: shown,
    plan: digest,
    files: record(shown, digest),
    lock: digest,
    tools: record(shown, shown),
    tenant: guid,
    state: unless('none', exactly({ lineage: shown, serial })),
    gateway: unless('none', gateway),
  }),
});

/**
 * Reads the text of an approval, and checks that it is whole and that its digest is the one over its parts.
 *
 * @throws DefinitionError `APPROVAL_INVALID`, with everything that is wrong.
 */
export function readApproval(text: string, source: string): Approval {
  const parsed = parseJson(text, source);
  const problems: Problem[] = [];
  approval(parsed, '', ({ where, what, fix }) => {
    problems.push({ where: `${source} ${where}`.trim(), what, fix, code: 'APPROVAL_INVALID' });
  });
  throwIfAny(problems);
  const read = parsed as Approval;
  checkOwnDigest(read, source);
  return read;
}

function checkOwnDigest({ digest: said, parts }: Approval, source: string): void {
  const found = digestOfParts(parts);
  if (said === found) return;
  throw new DefinitionError([
    {
      where: `${source} digest`,
      what: `is ${show(said)}, but that of its parts is ${show(found)}`,
      fix: 'approve again: the file was changed after it was written',
      code: 'APPROVAL_INVALID',
    },
  ]);
}

function digestOfParts(parts: ApprovalParts): string {
  return digestOfData({ formatVersion: 1, parts });
}
