import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { tellingAddresses } from '../../lib/access';

test('the first address of each network and the first behind it', () => {
  expect(tellingAddresses(['192.0.2.77/24', '2001:db8::1:0/112', '::ffff:192.0.2.1', '255.255.255.255', 'none'])).toEqual([
    '0.0.0.0',
    '0:0:0:0:0:0:0:0',
    '192.0.2.0',
    '192.0.3.0',
    '2001:db8:0:0:0:0:1:0',
    '2001:db8:0:0:0:0:2:0',
    '0:0:0:0:0:ffff:c000:201',
    '0:0:0:0:0:ffff:c000:202',
    '255.255.255.255',
  ]);
});

test('of any address there is one that is within the same networks', () => {
  const network = fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([address, bits]) => `${address}/${String(bits)}`);
  fc.assert(
    fc.property(fc.array(network, { maxLength: 6 }), fc.ipV4(), (networks, address) => {
      const within = (one: string): string =>
        networks
          .filter((text) => {
            const blocks = new BlockList();
            const [base = '', bits] = text.split('/');
            blocks.addSubnet(base, Number(bits), 'ipv4');
            return blocks.check(one, 'ipv4');
          })
          .join();

      expect(
        tellingAddresses(networks)
          .filter((one) => isIP(one) === 4)
          .map(within),
      ).toContain(within(address));
    }),
  );
});
