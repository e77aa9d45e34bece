import { deflateRawSync } from 'node:zlib';

/** An entry of a zip file, with whatever lies it is to tell. */
export interface ZipEntry {
  readonly name: string | Buffer;
  readonly content?: string | Buffer;
  /** @default - deflated */
  readonly stored?: boolean;
  /** Mode of a Unix file, such as 0o120777 of a link. @default - a regular file */
  readonly mode?: number;
  /** What the directory says of the size. @default - the truth */
  readonly size?: number;
  /** @default - none */
  readonly flags?: number;
  /** @default - what `stored` says */
  readonly method?: number;
}

/** Bytes of a zip file. Nothing is checked: a test forges with it what no packer writes. */
export function zip(entries: readonly ZipEntry[], count = entries.length): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const content = Buffer.from(entry.content ?? '');
    const data = entry.stored === true ? content : deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(entry.flags ?? 0, 2);
    common.writeUInt16LE(entry.method ?? (entry.stored === true ? 0 : 8), 4);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(entry.size ?? content.length, 18);
    common.writeUInt16LE(name.length, 22);
    local.push(signature(0x04034b50), common, name, data);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((((entry.mode ?? 0o100644) << 16) >>> 0) as number, 6);
    rest.writeUInt32LE(offset, 10);
    central.push(signature(0x02014b50), version(), common, rest, name);
    offset += 30 + name.length + data.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, directory, signature(0x06054b50), end]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** Made by Unix, so that modes count. */
function version(): Buffer {
  return Buffer.from([20, 3]);
}
