import { uuidOf } from '../../model';

/** Makes ids that nobody chose: those of the same objects, made in the same order, are the same in each run. */
export class Ids {
  private readonly made = new Map<string, number>();

  constructor(private readonly scope: string) {}

  /** @param name What the object is called, so that its id stays when others come and go */
  next(kind: string, name: string): string {
    const key = `${kind}/${name}`;
    const count = (this.made.get(key) ?? 0) + 1;
    this.made.set(key, count);
    return uuidOf(`sandbox/${this.scope}/${key}/${String(count)}`);
  }
}
