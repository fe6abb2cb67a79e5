// A manager interface on a real TCP port, for tests: logs in, answers QueueStatus from what it is told, and misbehaves
// on demand as a real one can.
import { createHash } from 'node:crypto';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { BlockReader, type Block } from '../../server/asterisk/ami-block.ts';
import { formatBlock, PbxModel, type Fields } from './asterisk-pbx.ts';

const CHALLENGE = '840415273';

export interface Behaviour {
  secret: string;
  banner: string;
  /** answers the request for a challenge */
  hasChallenge: boolean;
  /** says FullyBooted after the log-in by itself */
  isBooted: boolean;
  /** lists stop after this many blocks */
  listStopsAfter: number;
  /** the connection is open and nothing more is said */
  isFrozen: boolean;
  /** splits what it sends into pieces of so many bytes */
  piece: number;
  /** how far its clock is ahead of ours */
  aheadMs: number;
}

export class AmiServer {
  readonly pbx = new PbxModel();
  readonly actions: Block[] = [];
  /** all bytes that clients sent */
  received = '';
  behaviour: Behaviour;
  port = 0;
  #clients = new Set<Socket>();
  #loggedIn = new Set<Socket>();
  #server = createServer((socket) => this.#greet(socket));

  constructor(behaviour: Partial<Behaviour> = {}) {
    const banner = 'Asterisk Call Manager/11.0.0';
    const usual = {
      secret: 'geheim',
      banner,
      hasChallenge: true,
      isBooted: true,
      listStopsAfter: Infinity,
      isFrozen: false,
      piece: Infinity,
      aheadMs: 0,
    };
    this.behaviour = { ...usual, ...behaviour };
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  /** Actions of this name, oldest first. */
  asked(action: string): Block[] {
    return this.actions.filter((block) => block.get('Action') === action);
  }

  /** Something happens: whoever listens hears it, and later lists know it. */
  event(Event: string, fields: Fields): void {
    this.say({ Event, Privilege: 'agent,all', ...fields });
    this.happen(Event, fields);
  }

  /** Something happens that nobody is told. */
  happen(Event: string, fields: Fields): void {
    const block = new Map(Object.entries({ Event, ...fields }).map(([key, value]) => [key, String(value)]));
    this.pbx.follow(block, Date.now());
  }

  say(fields: Fields): void {
    for (const client of this.#loggedIn) this.#send(client, formatBlock(fields));
  }

  raw(bytes: string): void {
    for (const client of this.#loggedIn) this.#send(client, bytes);
  }

  drop(): void {
    for (const client of this.#clients) client.destroy();
  }

  async close(): Promise<void> {
    this.drop();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #greet(socket: Socket): void {
    const reader = new BlockReader();
    reader.push(Buffer.from('client\r\n'));
    this.#clients.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#clients.delete(socket);
      this.#loggedIn.delete(socket);
    });
    socket.on('data', (bytes: Buffer) => {
      this.received += bytes.toString();
      for (const action of reader.push(bytes)) {
        this.actions.push(action);
        if (!this.behaviour.isFrozen) this.#answer(socket, action);
      }
    });
    this.#send(socket, `${this.behaviour.banner}\r\n`);
  }

  #answer(socket: Socket, action: Block): void {
    const ActionID = action.get('ActionID') ?? '';
    const { hasChallenge, secret, isBooted, listStopsAfter } = this.behaviour;
    const answer = (fields: Fields) => this.#send(socket, formatBlock({ Response: 'Success', ActionID, ...fields }));
    switch (action.get('Action')) {
      case 'Challenge':
        return answer(
          hasChallenge ? { Challenge: CHALLENGE } : { Response: 'Error', Message: 'Must specify AuthType' },
        );
      case 'Login': {
        const key = createHash('md5')
          .update(CHALLENGE + secret)
          .digest('hex');
        if (action.get('Key') !== key && action.get('Secret') !== secret) {
          answer({ Response: 'Error', Message: 'Authentication failed' });
          return void socket.end();
        }
        answer({ Message: 'Authentication accepted' });
        this.#loggedIn.add(socket);
        if (isBooted)
          this.#send(
            socket,
            formatBlock({ Event: 'FullyBooted', Privilege: 'system,all', Uptime: 9, Status: 'Fully Booted' }),
          );
        return;
      }
      case 'Ping':
        return answer({ Ping: 'Pong', Timestamp: ((Date.now() + this.behaviour.aheadMs) / 1000).toFixed(6) });
      case 'QueueStatus':
        return this.#send(socket, this.pbx.list(ActionID, Date.now()).slice(0, listStopsAfter).join(''));
      default:
        return answer({ Response: 'Error', Message: 'Invalid/unknown command' });
    }
  }

  #send(socket: Socket, text: string): void {
    const bytes = Buffer.from(text);
    const { piece } = this.behaviour;
    for (let at = 0; at < bytes.length; at += piece) socket.write(bytes.subarray(at, at + piece));
  }
}
