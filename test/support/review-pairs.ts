import { DefinitionError } from '../../lib/errors';
import { readAccess, renderGateway, writeAccess, type GatewayTemplate } from '../../lib';
import { tryDocument } from '../../lib/kong';
import type { SynthOutput } from '../../lib/review';
import { CHANGES, QUIET } from './change-definitions';
import { draftOf, type Draft } from './change-draft';
import { changedFiles, FILE_CHANGES } from './change-files';
import type { Floors } from './floors';
import { build, type Organisation } from './generate';
import { chance, count } from './generate-texts';
import type { Revision } from './review-truth';
import { synthesizedOutput } from './synthesized-output';

type Choice = Parameters<typeof chance>[0];

/** Two revisions, and what was changed between them. */
export interface Pair {
  readonly base: Revision;
  readonly head: Revision;
  readonly kinds: readonly string[];
}

/** Changes of definitions and of files that a pair has at the most. */
export interface Most {
  readonly definition: number;
  readonly files: number;
}

const DEFINITION_CHANGES = { ...CHANGES, ...QUIET };

/** A definition and changed ones, each with a few changes: those first that were seldom seen. */
export function* pairsFrom(generated: Organisation, heads: number, most: Most, floors: Floors, choice: Choice): Generator<Pair> {
  const base = revisionOf(draftOf(build(generated)));
  for (let made = 0; base !== undefined && made < heads; made++) {
    const pair = pairFrom(base, most, floors, choice);
    if (pair !== undefined) yield pair;
  }
}

function pairFrom(base: Revision, most: Most, floors: Floors, choice: Choice): Pair | undefined {
  const { draft, kinds } = changedDefinition(base, count(choice, Math.min(1, most.definition), most.definition), floors, choice);
  const head = kinds.length === 0 ? base : revisionOf(draft);
  if (head === undefined) return undefined;
  const sides: [SynthOutput, SynthOutput] = [base.output, head.output];
  const wanted = count(choice, Math.min(1, most.files), most.files);
  const ofFiles: string[] = [];
  const names = seldom(Object.keys(FILE_CHANGES), floors, choice);
  // What is there for an open set comes last, so that nothing else hides it: the one that was seen least.
  const last = names.filter((name) => FOR[name] !== undefined).slice(0, wanted === 0 ? 0 : 1);
  for (const name of [...names.filter((one) => FOR[one] === undefined), ...last]) {
    if (ofFiles.length >= wanted && !last.includes(name)) continue;
    // What a file alone has may as well be put right as be done.
    const at = chance(choice, 30) ? 0 : 1;
    const changed = FILE_CHANGES[name] && changedFiles(sides[at], FILE_CHANGES[name], choice);
    if (changed === undefined || !isAccepted(changed)) continue;
    sides[at] = changed;
    ofFiles.push(name);
  }
  return { base: { ...base, output: sides[0] }, head: { ...head, output: sides[1] }, kinds: [...kinds, ...ofFiles] };
}

function changedDefinition(
  base: Revision,
  wanted: number,
  floors: Floors,
  choice: Choice,
): { readonly draft: Draft; readonly kinds: readonly string[] } {
  const kinds: string[] = [];
  let draft = draftOf(base);
  for (const name of wanted === 0 ? [] : seldom(Object.keys(DEFINITION_CHANGES), floors, choice)) {
    if (kinds.length >= wanted) break;
    const next = draftOf(draft);
    if (DEFINITION_CHANGES[name]?.(next, choice) !== true || !isDefinition(next)) continue;
    draft = next;
    kinds.push(name);
  }
  return { draft, kinds };
}

/** What some changes are there for besides themselves. */
const FOR: Readonly<Record<string, string>> = {
  'an audience of elsewhere is let in': 'outside-audience',
  'every application gets in': 'any-application',
  'every person gets in': 'any-person',
  'an API opens': 'any-person',
};

/** Those that were seldom seen first, equally seldom ones by chance. */
function seldom(names: readonly string[], floors: Floors, choice: Choice): readonly string[] {
  const weighed = names.map((name) => ({
    name,
    weight: Math.min(floors.of(name), floors.of(FOR[name] ?? name)) + count(choice, 0, 999) / 1000,
  }));
  return weighed.sort((one, other) => one.weight - other.weight).map(({ name }) => name);
}

function isDefinition(draft: Draft): boolean {
  return (
    unlessRefused(() => {
      const { model, environment } = readAccess(writeAccess(draft.model, draft.environment));
      return renderGateway(model, environment);
    }) !== undefined
  );
}

/** What was synthesized of a definition; undefined where synthesis refuses it. */
function revisionOf(draft: Draft): Revision | undefined {
  return unlessRefused(() => {
    const { model, environment } = readAccess(writeAccess(draft.model, draft.environment));
    return { model, environment, output: synthesizedOutput('synthesized', model, environment) };
  });
}

function unlessRefused<Made>(make: () => Made): Made | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof DefinitionError) return undefined;
    throw error;
  }
}

/** Whether Kong takes the configuration: nobody runs one that it does not. */
function isAccepted({ stacks }: SynthOutput): boolean {
  const text = stacks.map(({ files }) => files['gateway.json']).find((file) => file !== undefined);
  return text !== undefined && tryDocument(JSON.parse(text) as GatewayTemplate, 'deck').problems.length === 0;
}
