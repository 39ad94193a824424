// A desk and its connection, against a socket that does as it is told.

import { mock } from 'node:test';
import { createStore } from '../console/logic/store.js';
import { Connection } from '../console/net/connection.js';
import { Desk } from '../console/net/desk.js';

class FakeSocket {
  readyState = 1;
  sent = [];
  send(text) { this.sent.push(JSON.parse(text)); }
  close() { this.readyState = 3; this.onclose?.(); }
  hears(frame) { this.onmessage({ data: JSON.stringify(frame) }); }
  of(type) { return this.sent.filter((frame) => frame.type === type); }
}

export function start() {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const sockets = [];
  const store = createStore();
  let refused = 0;
  const connection = new Connection({
    url: 'ws://test', lastRev: () => store.get().rev, onFrame: (frame) => desk.onFrame(frame),
    onLink: (link, retryAt) => store.dispatch({ do: 'link', link, retryAt }), onRefused: () => { refused += 1; },
    openSocket: () => { const socket = new FakeSocket(); sockets.push(socket); return socket; }, random: () => 0.5,
  });
  const desk = new Desk(store, connection);
  connection.start();
  const socket = () => sockets[sockets.length - 1];
  const welcome = (rev = 1) => { socket().onopen(); socket().hears({ type: 'welcome', rev, queue: [], mine: [{ session: 'A', bot: 'shop', state: 'agent', agent: 'sanne', priority: 'normal', locale: 'en' }], agent: { name: 'sanne' } }); };
  return { store, connection, desk, sockets, socket, welcome, refused: () => refused };
}

/** Lets promises and due timers run. */
export async function pass(ms) {
  for (let left = ms; left > 0; left -= 50) {
    mock.timers.tick(50);
    for (let i = 0; i < 5; i += 1) await null;
  }
}
export const ackLast = (socket, type) => socket.hears({ type: 'ack', cid: socket.of(type).at(-1).cid });
export const finish = (around) => { around.connection.stop(); mock.timers.reset(); };

/** Sends without the moment for second thoughts. */
export function sendNow(around, text, kind = 'say') {
  around.desk.send('A', kind, text);
  around.desk.holding.release('A');
}
