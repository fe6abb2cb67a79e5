// Addresses and networks as text: which are in a list, and by which name an address is counted.
import { BlockList, isIP } from 'node:net';

/** "10.0.0.0/8", "fd00::/8", or one address. */
export function isNetwork(text: string): boolean {
  const [address, bits, more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more !== undefined) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 6 ? 128 : 32));
}

export class Networks {
  readonly #list = new BlockList();

  /** @param networks each as isNetwork has it */
  constructor(networks: readonly string[]) {
    for (const network of networks) {
      const [address, bits] = network.split('/');
      const type = isIP(address) === 6 ? 'ipv6' : 'ipv4';
      this.#list.addSubnet(address, Number(bits ?? (type === 'ipv6' ? 128 : 32)), type);
    }
  }

  has(address: string): boolean {
    const version = isIP(address);
    return version !== 0 && this.#list.check(address, version === 6 ? 'ipv6' : 'ipv4');
  }
}

/** @returns an IPv4 address that came as IPv6 as what it is; without the name of an interface */
export function plainAddress(address: string): string {
  const [plain] = address.split('%');
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1] ?? plain;
}

/** Whoever has one IPv6 address has 2⁶⁴ of them: they are counted as one. */
export function countedAs(address: string): string {
  return isIP(address) === 6 ? `${groupsOf(address).slice(0, 4).join(':')}::/64` : address;
}

/** The eight groups of an IPv6 address, each without leading zeros. */
export function groupsOf(address: string): string[] {
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [head, tail] = canonical.split('::').map((part) => (part === '' ? [] : part.split(':')));
  return tail ? [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail] : head;
}
