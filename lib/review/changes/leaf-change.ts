import { type Leaf } from '../leaves';
import { type LeafChange, type Place } from '../report';
import { shownEndpoint, shownValue } from './shown-value';
import { type FieldRule } from './terraform-fields';

/** A changed value and its place. Without a rule nobody here knows what the value is, and it is not shown. */
export function leafChange({ path, was, now }: Leaf, file: string, rule: FieldRule | undefined, construct?: string): LeafChange {
  const place: Place = { file, path, side: now === undefined ? 'base' : 'head', ...(construct !== undefined && { construct }) };
  const isKnown = rule !== undefined && rule.isHidden !== true;
  const shown = (value: unknown): string => (isKnown && rule.isEndpoint === true ? shownEndpoint(value) : shownValue(value, isKnown));
  return { place, ...(was !== undefined && { was: shown(was) }), ...(now !== undefined && { now: shown(now) }) };
}
