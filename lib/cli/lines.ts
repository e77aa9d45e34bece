import { isUtf8 } from 'node:buffer';

const NEWLINE = 0x0a;
const LONGEST = 1_048_576;

/** What becomes of the lines of a text, which are counted from 1. */
export interface LineTaker {
  readonly line: (text: string, number: number) => void;
  readonly unreadable: (number: number, reason: string) => void;
}

/** Hands on the lines of a text of any length, of which never more than a piece and a line are held. */
export function eachLine(read: (buffer: Uint8Array) => number, taker: LineTaker, piece = 262_144): void {
  const buffer = Buffer.alloc(piece);
  const lines = new Lines(taker);
  for (let size = read(buffer); size > 0; size = read(buffer)) {
    let start = 0;
    for (let end = buffer.indexOf(NEWLINE); end !== -1 && end < size; end = buffer.indexOf(NEWLINE, start)) {
      lines.end(buffer.subarray(start, end));
      start = end + 1;
    }
    lines.begin(buffer.subarray(start, size));
  }
  lines.end(Buffer.alloc(0));
}

/** Puts lines together that come in pieces. */
class Lines {
  private number = 0;
  private readonly begun: Buffer[] = [];
  private length = 0;

  constructor(private readonly taker: LineTaker) {}

  begin(part: Buffer): void {
    this.length += part.length;
    if (this.length > LONGEST) this.begun.length = 0;
    // The piece it lies in is filled again.
    else if (part.length > 0) this.begun.push(Buffer.from(part));
  }

  end(part: Buffer): void {
    this.number++;
    if (this.length + part.length > LONGEST) this.taker.unreadable(this.number, 'is longer than 1 MB');
    else this.take(this.begun.length === 0 ? part : Buffer.concat([...this.begun, part]));
    this.begun.length = 0;
    this.length = 0;
  }

  private take(line: Buffer): void {
    const text = isUtf8(line) ? line.toString('utf8') : undefined;
    if (text === undefined) this.taker.unreadable(this.number, 'is not UTF-8');
    else this.taker.line(this.number === 1 ? text.replace(/^\ufeff/, '') : text, this.number);
  }
}
