// One POST to an address that settings name. Where it leads is looked up once, and what was looked up is what is spoken
// with: a name that points into a network of one's own, now or a moment later, reaches nobody there unless that is meant.
// Redirects are not followed.
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { groupsOf, Networks, plainAddress } from '../http/networks.ts';

/** Own networks and own machine, and what is nobody's: RFC 6890 and its successors. */
const OWN = new Networks([
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/4', '240.0.0.0/4'],
  ...['::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', 'fc00::/7', 'fe80::/10', 'ff00::/8'],
]);
/** IPv6 whose last or middle bits are an IPv4 address, which is reached through it. */
const NAT64 = new Networks(['64:ff9b::/96']);
const SIX_TO_FOUR = new Networks(['2002::/16']);

export interface Post {
  url: string;
  headers: Record<string, string>;
  body: string;
  signal: AbortSignal;
  /** it may lead into an own network */
  isPrivate: boolean;
  lookup?: typeof systemLookup;
}

/** Its message names no address. */
export class OwnNetwork extends Error {
  constructor() {
    super('its address is of an own network; if that is meant, set private: true');
  }
}

/** @returns the status of the answer, whose body is not read @throws OwnNetwork, what the connection failed with, AbortError */
export function post({ url, headers, body, signal, isPrivate, lookup = systemLookup }: Post): Promise<number> {
  return new Promise((resolve, reject) => {
    const { protocol, hostname } = new URL(url);
    if (!isPrivate && isOwn(hostname.replace(/^\[|\]$/g, ''))) throw new OwnNetwork();
    const send = protocol === 'https:' ? secureRequest : plainRequest;
    const options = {
      method: 'POST',
      headers,
      signal,
      agent: false,
      ...(isPrivate ? {} : { lookup: strangers(lookup) }),
    };
    const request = send(url, options, (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Looks a name up, and fails when any of its addresses is of an own network. */
export function strangers(lookup: typeof systemLookup): LookupFunction {
  return (name, options, callback) => {
    lookup(name, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, '');
      if (addresses.some(({ address }) => isOwn(address))) return callback(new OwnNetwork(), '');
      if (options.all) callback(null, addresses);
      else callback(null, addresses[0].address, addresses[0].family);
    });
  };
}

/** @param host an address, or a name, which is none */
export function isOwn(host: string): boolean {
  const address = plainAddress(host);
  if (isIP(address) === 0) return false;
  if (NAT64.has(address)) return isOwn(embedded(address, 6));
  if (SIX_TO_FOUR.has(address)) return isOwn(embedded(address, 1));
  return OWN.has(address);
}

/** @param group of the eight in which the IPv4 address begins */
function embedded(address: string, group: number): string {
  const words = groupsOf(address).slice(group, group + 2);
  return words.flatMap((word) => [parseInt(word, 16) >> 8, parseInt(word, 16) & 255]).join('.');
}
