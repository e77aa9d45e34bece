/** Runs what is of one name one after another, and everything else at once. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  async of<Result>(name: string, run: () => Promise<Result>): Promise<Result> {
    const turn = (this.last.get(name) ?? Promise.resolve()).then(run, run);
    this.last.set(name, turn);
    try {
      return await turn;
    } finally {
      if (this.last.get(name) === turn) this.last.delete(name);
    }
  }
}
