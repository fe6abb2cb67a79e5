// The way between one screen and the server: frames in order, late, or not at all. A connection is cut with a word to
// both ends, to one, or to none; what had not arrived is lost, whole frames and halves.
import type { Socket } from '#lib/live/connection.ts';
import type { Line, Session } from '../../server/session-line.ts';
import type { Timers } from '../../server/timers.ts';

export interface Weather {
  latencyMs: number;
  jitterMs: number;
  bytesPerMs: number;
  /** nothing moves: frames wait, as TCP sends them again later */
  isStalled: boolean;
  /** share of deltas that something on the way swallows: never seen of TCP, and the protocol bears it (P13) */
  swallows: number;
  /** no new connection is made */
  isDown: boolean;
}
export const FINE: Weather = {
  latencyMs: 5,
  jitterMs: 0,
  bytesPerMs: 10_000,
  isStalled: false,
  swallows: 0,
  isDown: false,
};

/** Who is told that a connection is no more. */
export type Told = 'both' | 'server' | 'screen' | 'nobody';

export interface Surroundings {
  timers: Timers;
  /** 0 ≤ x < 1 */
  random(): number;
  /** null: there is no server that takes connections */
  accept(line: Line): Session | null;
  /** so many bytes each counts for: small floors stand for big ones */
  weight: number;
}

export class Network {
  readonly around: Surroundings;
  hasSwallowed = false;
  #weather = FINE;
  #wires = new Set<Wire>();

  constructor(around: Surroundings) {
    this.around = around;
  }

  get weather(): Weather {
    return this.#weather;
  }

  turn(weather: Weather): void {
    this.hasSwallowed ||= weather.swallows > 0;
    this.#weather = weather;
    for (const wire of this.#wires) wire.pump();
  }

  open(): Socket {
    const wire = new Wire(this, () => this.#wires.delete(wire));
    this.#wires.add(wire);
    return wire.socket;
  }

  cut(told: Told): void {
    for (const wire of [...this.#wires]) wire.cut(told);
  }

  latency(): number {
    return this.#weather.latencyMs + Math.floor(this.#weather.jitterMs * this.around.random());
  }
}

/** One way of one connection. */
class Direction {
  unsent = 0;
  readonly #network: Network;
  readonly #isWhole: () => boolean;
  #queue: { bytes: number; arrive: () => void }[] = [];
  #isSending = false;
  #arrivesAt = 0;

  constructor(network: Network, isWhole: () => boolean) {
    this.#network = network;
    this.#isWhole = isWhole;
  }

  send(bytes: number, arrive: () => void): void {
    this.unsent += bytes;
    this.#queue.push({ bytes, arrive });
    this.pump();
  }

  pump(): void {
    const { around, weather } = this.#network;
    const frame = this.#queue[0];
    if (!frame || this.#isSending || weather.isStalled || !this.#isWhole()) return;
    this.#isSending = true;
    around.timers.after(frame.bytes / weather.bytesPerMs, () => {
      this.#isSending = false;
      if (!this.#isWhole()) return;
      this.#queue.shift();
      this.unsent -= frame.bytes;
      const now = around.timers.monotonic();
      this.#arrivesAt = Math.max(this.#arrivesAt, now + this.#network.latency());
      around.timers.after(this.#arrivesAt - now, () => this.#isWhole() && frame.arrive());
      this.pump();
    });
  }
}

class Wire {
  readonly socket: Socket;
  readonly #network: Network;
  readonly #gone: () => void;
  readonly #toScreen: Direction;
  readonly #toServer: Direction;
  #session: Session | null = null;
  #isWhole = true;
  /** the server sends nothing more */
  #isClosing = false;
  #isScreenTold = false;

  constructor(network: Network, gone: () => void) {
    this.#network = network;
    this.#gone = gone;
    const isWhole = (): boolean => this.#isWhole;
    this.#toScreen = new Direction(network, isWhole);
    this.#toServer = new Direction(network, isWhole);
    this.socket = {
      onopen: null,
      onmessage: null,
      onclose: null,
      send: (frame) => this.#toServer.send(this.#weigh(frame), () => this.#session?.heard(frame)),
      close: () => this.#toServer.send(2, () => this.#end()),
    };
    network.around.timers.after(network.latency(), () => this.#arrive());
  }

  pump(): void {
    this.#toScreen.pump();
    this.#toServer.pump();
  }

  cut(told: Told): void {
    if (!this.#isWhole) return;
    this.#isWhole = false;
    if (told === 'both' || told === 'server') this.#tellServer();
    if (told === 'both' || told === 'screen') this.#tellScreen(1006);
    // Half-open: nobody hears anything any more, and an end that is told later is the end's own doing.
    if (told !== 'nobody') this.#gone();
  }

  #arrive(): void {
    if (!this.#isWhole) return;
    const { weather, around } = this.#network;
    // No answer at all: the screen's own patience ends it.
    if (weather.isStalled) return this.cut('nobody');
    this.#session = weather.isDown ? null : around.accept(this.#line());
    if (!this.#session) return this.cut('screen');
    this.#toScreen.send(100, () => this.socket.onopen?.());
  }

  #line(): Line {
    const network = this.#network;
    return {
      unsent: () => this.#toScreen.unsent,
      send: (frame) => {
        if (this.#isClosing) return;
        const text = frame.toString();
        const { weather, around } = network;
        if (weather.swallows > 0 && text.startsWith('{"t":"delta"') && around.random() < weather.swallows) return;
        this.#toScreen.send(this.#weigh(text), () => this.socket.onmessage?.({ data: text }));
      },
      ping: () => this.#toScreen.send(2, () => this.#toServer.send(2, () => this.#session?.ponged())),
      close: (code) => {
        if (this.#isClosing) return;
        this.#isClosing = true;
        this.#toScreen.send(4, () => {
          this.#tellScreen(code);
          this.#toServer.send(4, () => this.#end());
        });
      },
      terminate: () => {
        if (this.#isWhole) this.cut('both');
        else this.#tellServer();
      },
    };
  }

  #weigh(text: string): number {
    return text.length * this.#network.around.weight;
  }

  /** Closed as agreed. */
  #end(): void {
    this.#isWhole = false;
    this.#tellServer();
    this.#gone();
  }

  #tellServer(): void {
    const session = this.#session;
    this.#session = null;
    this.#isClosing = true;
    if (session) this.#network.around.timers.after(0, () => session.closed());
  }

  #tellScreen(code: number): void {
    if (this.#isScreenTold) return;
    this.#isScreenTold = true;
    this.#network.around.timers.after(this.#network.latency(), () => this.socket.onclose?.({ code }));
  }
}
