import { terraformLiteral } from '../../../model';
import { isEvaluated, isObject, literalOf, type Json, type PriorObject } from '../../../terraform';

/** Attributes by which others point at something, the first that has a value wins. */
const POINTED_AT: Readonly<Record<string, readonly string[]>> = {
  azuread_application: ['client_id', 'object_id', 'id'],
  azuread_application_registration: ['client_id', 'object_id', 'id'],
  azuread_service_principal: ['object_id', 'id'],
};

/**
 * Turns values of a state to the references that a configuration has for them, and back. Nothing but ids of what is in the same
 * state, or in one that it reads, becomes a reference.
 */
export class PriorReferences {
  private readonly values: ReadonlyMap<string, Json>;
  private readonly references = new Map<string, string>();

  constructor(prior: readonly PriorObject[]) {
    this.values = new Map(prior.map(({ address, values }) => [address, values]));
    // What is managed goes before what is looked up, and that before what another stack hands on.
    const rank = ({ mode, type }: PriorObject): number => (mode === 'managed' ? 0 : type === 'terraform_remote_state' ? 2 : 1);
    for (const one of [...prior].sort((a, b) => rank(a) - rank(b))) this.remember(one);
  }

  /** A text as a configuration would write it: as the reference that stands for it, else as itself. */
  written(text: string): string {
    return this.references.get(text) ?? terraformLiteral(text);
  }

  /** Whether a text is what something in the state is known by. */
  isReferred(text: string): boolean {
    return this.references.has(text);
  }

  /** What a text of a configuration was in the state; undefined where that cannot be told. */
  valueOf(text: string): unknown {
    if (!isEvaluated(text)) return literalOf(text);
    const [, address = '', path = ''] = EXPRESSION.exec(text) ?? [];
    const steps = [...path.matchAll(STEP)].map(([, name, quoted, index]) => name ?? quoted ?? index ?? '');
    return steps.reduce<unknown>((value, step) => {
      if (Array.isArray(value)) return value[Number(step)] as unknown;
      return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    }, this.values.get(address));
  }

  private remember({ address, type, mode, values }: PriorObject): void {
    const prefix = mode === 'managed' || address.startsWith('data.') ? address : `data.${address}`;
    if (type === 'terraform_remote_state') {
      for (const [name, value] of Object.entries(isObject(values['outputs']) ? values['outputs'] : {}))
        this.point(value, `${prefix}.outputs.${name}`);
      return;
    }
    for (const attribute of Object.hasOwn(POINTED_AT, type) ? (POINTED_AT[type] ?? []) : ['id']) {
      this.point(values[attribute], `${prefix}.${attribute}`);
    }
  }

  private point(value: unknown, reference: string): void {
    if (typeof value === 'string' && value.length >= SHORTEST && !this.references.has(value))
      this.references.set(value, `\${${reference}}`);
  }
}

/** Shorter texts are no ids, and may stand for anything. */
const SHORTEST = 20;

/** One attribute, or what is within it. */
const EXPRESSION =
  /^\$\{((?:data\.)?[A-Za-z][\w-]*\.[A-Za-z_][\w-]*(?:\["[^"\\]*"\]|\[\d+\])?)((?:\.[A-Za-z_][\w-]*|\["[^"\\]*"\]|\[\d+\])+)\}$/;
const STEP = /\.([A-Za-z_][\w-]*)|\["([^"\\]*)"\]|\[(\d+)\]/g;
