import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox } from '../../lib/sandbox';

/** What came of one case: a token, or the words of a refusal. */
export interface Came {
  readonly accessToken?: string;
  readonly refreshed?: string;
  /** Whether the library found its token again without asking for another. */
  readonly isKept?: boolean;
  readonly error?: string;
}

/** Runs one of the scripts in `test/sandbox/clients`, which trusts the sandbox's authority and nothing else of it. */
export async function client(sandbox: Sandbox, script: string, input: object): Promise<Readonly<Record<string, Came>>> {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-client-'));
  const authority = join(folder, 'authority.pem');
  writeFileSync(authority, sandbox.certificateAuthority);
  try {
    return await new Promise((resolve, reject) => {
      const child = execFile(
        process.execPath,
        [join(__dirname, '../sandbox/clients', script)],
        { env: { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: authority } },
        (error, out, talk) => {
          if (error === null) resolve(JSON.parse(out) as Record<string, Came>);
          else reject(new Error(talk));
        },
      );
      child.stdin?.end(JSON.stringify(input));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
