import { isText, shown } from './value';
import type { KongFileProblem } from './types';

/** More than anybody reads. */
const MOST = 1_000;

/** What is found wrong, up to a number that is enough. */
export class Problems {
  readonly list: KongFileProblem[] = [];

  /** True where looking further is of no use. */
  get full(): boolean {
    return this.list.length >= MOST;
  }

  add(path: string, message: string): void {
    if (this.full) return;
    this.list.push({ path, message });
    if (this.full) this.list.push({ path: '', message: `only the first ${MOST} problems are listed` });
  }
}

/** The path of a field. */
export function fieldPath(path: string, field: string): string {
  if (!isText(field) || !/^[\w-]+$/.test(field)) return `${path}[${JSON.stringify(shown(field))}]`;
  return path === '' ? field : `${path}.${field}`;
}

/** A text of the file for a message: quoted, short. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}...` : text);
}
