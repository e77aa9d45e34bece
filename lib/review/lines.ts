import { namedPaths } from './leaves';

/** Line of each of some places of a JSON text, from 1. A place that is not there has the line of the nearest block that is. */
export function linesOf(text: string, parsed: unknown, paths: readonly (readonly string[])[]): readonly number[] {
  const wanted = new Map<string, number>();
  const concrete = namedPaths(parsed, paths);
  for (const path of concrete) for (let length = 0; length <= path.length; length++) wanted.set(keyOf(path.slice(0, length)), 1);
  new Scanner(text, wanted).scan();
  return concrete.map((path) => wanted.get(keyOf(path)) ?? 1);
}

function keyOf(path: readonly (string | number)[]): string {
  return JSON.stringify(path);
}

/** Goes through a JSON text, which was parsed before, and notes where wanted values begin. */
class Scanner {
  private at = 0;
  private line = 1;

  constructor(
    private readonly text: string,
    private readonly wanted: Map<string, number>,
  ) {}

  scan(): void {
    this.value([], true);
  }

  /** @param isNear Whether the way to the value is part of one that is wanted; else nothing within it can be */
  private value(path: readonly (string | number)[], isNear: boolean): void {
    this.blank();
    const key = isNear ? keyOf(path) : undefined;
    const isWanted = key !== undefined && this.wanted.has(key);
    if (key !== undefined && isWanted) this.wanted.set(key, this.line);
    const mark = this.text[this.at];
    if (mark === '{' || mark === '[') this.block(mark, path, isWanted);
    else if (mark === '"') this.string();
    else while (this.at < this.text.length && !/[,\]}\s]/.test(this.text[this.at] ?? '')) this.at++;
  }

  private block(mark: '{' | '[', path: readonly (string | number)[], isNear: boolean): void {
    const end = mark === '{' ? '}' : ']';
    this.at++;
    for (let index = 0; this.at < this.text.length; index++) {
      this.blank();
      if (this.text[this.at] === end) {
        this.at++;
        return;
      }
      const name = mark === '{' ? this.name() : index;
      this.value(isNear ? [...path, name] : path, isNear);
      this.blank();
      if (this.text[this.at] === ',') this.at++;
    }
  }

  private name(): string {
    const from = this.at;
    this.string();
    const name = JSON.parse(this.text.slice(from, this.at)) as string;
    this.blank();
    this.at++;
    return name;
  }

  private string(): void {
    for (this.at++; this.at < this.text.length; this.at++) {
      const mark = this.text[this.at];
      if (mark === '\\') this.at++;
      else if (mark === '"') break;
    }
    this.at++;
  }

  private blank(): void {
    for (; this.at < this.text.length; this.at++) {
      const mark = this.text[this.at];
      if (mark === '\n') this.line++;
      else if (mark !== ' ' && mark !== '\r' && mark !== '\t') return;
    }
  }
}
