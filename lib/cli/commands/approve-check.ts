import { approvalOf, differences, shortDigest } from '../../approval';
import { APPROVAL_FLAGS, approvalParts } from '../approval-parts';
import { type Io } from '../io';
import { loadApproval } from '../sync-approval';
import type { Command } from '../usage';

export const approveCheck: Command & { readonly run: (flags: Readonly<Record<string, string>>, io: Io) => number } = {
  words: ['approve', 'check'],
  describes:
    'Computes the digest of `kong-entra approve` again, from the same inputs. Exit code 1, with every part that differs, unless all is as approved.',
  flags: {
    ...APPROVAL_FLAGS,
    approval: { describes: 'file of `kong-entra approve`', default: '' },
    digest: { describes: 'digest that was approved; it comes another way than the file', default: '' },
  },
  run: (flags, io) => {
    const approved = loadApproval(flags['approval'] ?? '', flags['digest'] ?? '');
    const found = approvalOf(approvalParts(flags, io));
    if (found.digest === approved.digest) {
      io.out(`as approved: ${shortDigest(approved.digest)}\n`);
      return 0;
    }
    const lines = differences(approved.parts, found.parts).map(
      ({ part, was, is }) => `${oneLine(part)}: ${oneLine(was)} -> ${oneLine(is)}\n`,
    );
    io.out(`not as approved: ${shortDigest(approved.digest)} -> ${shortDigest(found.digest)}\n${lines.join('')}`);
    return 1;
  },
};

// Names on the gateway are anybody's: they must not forge a line of their own.
function oneLine(text: string): string {
  return text.replace(/[\p{C}\u2028\u2029]/gu, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}
