// The browser's socket, timers, clock and chance, as a connection takes them.
import type { Socket, Surroundings } from './connection.ts';

export const BROWSER: Surroundings = {
  open: () => {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    // A WebSocket's handlers take more arguments than those of a Socket.
    return new WebSocket(`${scheme}://${location.host}/live`) as unknown as Socket;
  },
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  monotonic: () => performance.now(),
  random: Math.random,
};
