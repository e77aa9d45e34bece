import { approvalOf, changeText, shortDigest, writeApproval, type Approval } from '../../approval';
import { APPROVAL_FLAGS, approvalParts } from '../approval-parts';
import { type Io, writeWhole } from '../io';
import type { Command } from '../usage';

export const approve: Command & { readonly run: (flags: Readonly<Record<string, string>>, io: Io) => number } = {
  words: ['approve'],
  describes:
    'Writes down what an apply is going to do, without any secret, and prints one digest over all of it for a person to approve. ' +
    `Versions are asked from the tools on the PATH, the gateway is the one in decK's own variables.`,
  flags: { ...APPROVAL_FLAGS, out: { describes: 'file to write', default: 'approval.json' } },
  run: (flags, io) => {
    const approval = approvalOf(approvalParts(flags, io));
    writeWhole(flags['out'] ?? 'approval.json', writeApproval(approval));
    io.talk(described(approval));
    io.out(`${shortDigest(approval.digest)}\n`);
    return 0;
  },
};

function described({ parts }: Approval): string {
  const { state, gateway } = parts;
  const lines = [
    `stack    ${parts.stack}, tenant ${parts.tenant}`,
    `state    ${state === 'none' ? 'none yet' : `${state.lineage}, serial ${state.serial}`}`,
    `tools    ${Object.entries(parts.tools)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}`,
    ...(gateway === 'none'
      ? ['gateway  none']
      : [
          `gateway  ${Object.values(gateway.address).join(' ')}, tags ${gateway.selectTags.join(', ')}`,
          ...(gateway.changes.length === 0 ? ['  no change'] : gateway.changes.map((change) => `  ${changeText(change)}`)),
        ]),
  ];
  return `${lines.join('\n')}\n`;
}
