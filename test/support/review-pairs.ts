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

/** How many changed ones a definition gets. */
export interface Heads {
  /** With many changes each: what one does to another. */
  readonly many: number;
  /** With one change each, which nothing else hides. */
  readonly single: number;
}

/** A definition and changed ones: by those changes first that were seldom seen. */
export function* pairsFrom(generated: Organisation, heads: Heads, most: Most, floors: Floors, choice: Choice): Generator<Pair> {
  const base = revisionOf(draftOf(build(generated)));
  if (base === undefined) return;
  const one = most.files === 0 ? { definition: 1, files: 0 } : { definition: 0, files: 1 };
  for (let made = 0; made < heads.many + heads.single; made++) {
    const pair = made < heads.many ? pairFrom(base, most, floors, choice) : pairFrom(base, one, floors, choice, ALONE);
    if (pair !== undefined) yield pair;
  }
}

/** Before the name of a change: that it was the only one of a pair. */
export const ALONE = 'alone: ';

function pairFrom(base: Revision, most: Most, floors: Floors, choice: Choice, counted = ''): Pair | undefined {
  const wanted = {
    definition: count(choice, Math.min(1, most.definition), most.definition),
    files: count(choice, Math.min(1, most.files), most.files),
  };
  const { draft, kinds } = changedDefinition(
    base,
    wanted.definition,
    seldom(Object.keys(DEFINITION_CHANGES), counted, floors, choice),
    choice,
  );
  const head = kinds.length === 0 ? base : revisionOf(draft);
  if (head === undefined) return undefined;
  const names = seldom(Object.keys(FILE_CHANGES), counted, floors, choice);
  // What is there for an open set comes last, so that nothing else hides it: the one that was seen least.
  const last = most.files > 1 ? names.filter((name) => FOR[name] !== undefined).slice(0, 1) : [];
  const others = most.files > 1 ? names.filter((name) => FOR[name] === undefined) : names;
  const { sides, made } = changedOutputs([base.output, head.output], [others, last], wanted.files, choice);
  return { base: { ...base, output: sides[0] }, head: { ...head, output: sides[1] }, kinds: [...kinds, ...made] };
}

function changedOutputs(
  outputs: readonly [SynthOutput, SynthOutput],
  [names, last]: readonly [readonly string[], readonly string[]],
  wanted: number,
  choice: Choice,
): { readonly sides: readonly [SynthOutput, SynthOutput]; readonly made: readonly string[] } {
  const sides: [SynthOutput, SynthOutput] = [...outputs];
  const made: string[] = [];
  for (const name of [...names, ...last]) {
    if (made.length >= wanted && !last.includes(name)) continue;
    // What a file alone has may as well be put right as be done.
    const at = chance(choice, 30) ? 0 : 1;
    const changed = FILE_CHANGES[name] && changedFiles(sides[at], FILE_CHANGES[name], choice);
    if (changed === undefined || !isAccepted(changed)) continue;
    sides[at] = changed;
    made.push(name);
  }
  return { sides, made };
}

function changedDefinition(
  base: Revision,
  wanted: number,
  names: readonly string[],
  choice: Choice,
): { readonly draft: Draft; readonly kinds: readonly string[] } {
  const kinds: string[] = [];
  let draft = draftOf(base);
  for (const name of names) {
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
function seldom(names: readonly string[], counted: string, floors: Floors, choice: Choice): readonly string[] {
  const weighed = names.map((name) => ({
    name,
    weight:
      Math.min(floors.of(`${counted}${name}`), counted === '' ? floors.of(FOR[name] ?? name) : Infinity) + count(choice, 0, 999) / 1000,
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
