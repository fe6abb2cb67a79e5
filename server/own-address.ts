// The address of this server, as people can open it.
import { networkInterfaces } from 'node:os';

const ALL = ['0.0.0.0', '::'];
/** As the operating system tells them. */
type Interfaces = Record<string, { address: string; family: string; internal: boolean }[] | undefined>;

/**
 * @param host that it listens on; of one that stands for all, the first address by which others reach this machine
 * @returns "http://localhost:4780"
 */
export function ownAddress(host: string, port: number, interfaces: Interfaces = networkInterfaces()): string {
  const { address = 'localhost' } = ALL.includes(host) ? (reached(interfaces) ?? {}) : { address: host };
  return urlOf(address === '127.0.0.1' ? 'localhost' : address, port);
}

export const urlOf = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

const reached = (interfaces: Interfaces): { address: string } | undefined =>
  Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal);
