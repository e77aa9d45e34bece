import { visible } from '../../access';
import { type Sandbox, type SandboxOptions } from '../../sandbox';
import { interruptible, untilInterrupted } from '../interruption';
import { type Io, writeWhole } from '../io';
import { type Command, type Flag } from '../usage';

export const SANDBOX_FLAGS: Readonly<Record<'synth' | 'stack' | 'terraform', Flag>> = {
  synth: { describes: 'folder that was synthesized into', default: 'cdktf.out' },
  stack: { describes: 'stack of the deployment, needed where several were synthesized', default: '' },
  terraform: { describes: 'let the real terraform apply the stacks, with the azuread provider it finds', default: '', takes: 'nothing' },
};

const UPSTREAM: Flag = {
  describes: 'API or upstream host, and your own server on this machine: orders=http://127.0.0.1:3000; may be repeated',
  default: '',
  takes: 'many',
};

const AUTHORITY: Flag = {
  describes: 'file for the certificate by which clients of your own verify what is started; its key stays in memory',
  default: '',
};

/** Says what of the stacks is not there. */
export function tellNotMade({ notMade }: Sandbox, io: Io): void {
  if (notMade.length > 0) io.talk(`not made here, as they are no part of Entra: ${notMade.map(visible).join(', ')}\n`);
}

/** What a sandbox is started with, by its flags. */
export function sandboxOptions(flags: Readonly<Record<string, string>>): SandboxOptions {
  const { synth = '', stack = '', terraform } = flags;
  return { synthDir: synth, terraform: terraform === 'yes', ...(stack !== '' && { stack }) };
}

export const sandbox: Command & { readonly run: (flags: Readonly<Record<string, string>>, io: Io) => Promise<number> } = {
  words: ['sandbox'],
  describes:
    'Runs an embedded Entra, an embedded gateway and a console with what was synthesized, on loopback ports, until it is interrupted.',
  flags: { ...SANDBOX_FLAGS, upstream: UPSTREAM, authority: AUTHORITY },
  run: async (flags, io) => {
    const { startConsole, startSandbox, upstreamsIn } = await import('../../sandbox/index.js');
    const upstreams = upstreamsIn((flags['upstream'] ?? '').split('\n').filter((line) => line !== ''));
    return interruptible(async (signal) => {
      const running = await startSandbox({ ...sandboxOptions(flags), upstreams, signal });
      try {
        const { authority = '' } = flags;
        if (authority !== '') writeWhole(authority, running.certificateAuthority);
        const console = await startConsole(running);
        try {
          const told = { stack: running.deployment.name, console: console.url, ...running.urls };
          io.out(`${JSON.stringify(told, undefined, 2)}\n`);
          tellNotMade(running, io);
          io.talk('embedded Entra and embedded gateway, not Kong. Open the console whole, with what is behind #; end it with Ctrl+C\n');
          await untilInterrupted(signal);
        } finally {
          await console.close();
        }
      } finally {
        await running.close();
      }
      return 0;
    });
  },
};
