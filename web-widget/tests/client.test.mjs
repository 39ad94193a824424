// The customer's end against a scripted server: every way a connection can fail, and no message lost or doubled.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { Client } from '../widget/client.js';
import { backoff } from '../widget/connection.js';
import { MemoryStorage, Vault } from '../widget/vault.js';

/** A socket whose other end is the test. */
class FakeSocket {
  static all = [];
  readyState = 0;
  sent = [];
  constructor(url, protocol) {
    Object.assign(this, { url, protocol });
    FakeSocket.all.push(this);
  }
  send(text) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.readyState = 3;
  }
  open() {
    this.readyState = 1;
    this.onopen?.();
  }
  give(frame) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  lose(code = 1006) {
    this.readyState = 3;
    this.onclose?.({ code });
  }
  types() {
    return this.sent.map((frame) => frame.type).join(' ');
  }
}

let storage, heard;
const socket = () => FakeSocket.all.at(-1);
const welcome = (more = {}) => ({ type: 'welcome', session: 'S1', token: 'T1', store: 'st', head_seq: 0, state: 'bot', owner: 1, ...more });
const message = (seq, more = {}) => ({ type: 'event', seq, at: '2026-11-21T10:00:00Z', owner: 1, from: 'bot', kind: 'message', text: 'm' + seq, ...more });

function tab() {
  const vault = new Vault(storage, 'baton/');
  vault.onChange = (listen) => (heard.push(listen), () => {});
  const about = () => ({ locale: 'en', page: { url: 'https://shop.example/', title: 'Shop' } });
  return new Client({ server: 'https://chat.example/', bot: 'shop', vault, about, changed: () => {} });
}

/** A tab with an open session of one greeting. */
function opened() {
  const client = tab();
  client.start();
  socket().open();
  socket().give(welcome({ head_seq: 1 }));
  socket().give(message(1));
  return client;
}

beforeEach(() => {
  Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
  globalThis.WebSocket = FakeSocket;
  FakeSocket.all = [];
  storage = new MemoryStorage();
  heard = [];
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_800_000_000_000 });
  mock.method(Math, 'random', () => 1);
});
afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

test('hello is the first frame, and a double click makes one socket', () => {
  const client = tab();
  client.start();
  client.start();
  socket().open();
  assert.equal(FakeSocket.all.length, 1);
  assert.deepEqual([socket().url, socket().protocol], ['wss://chat.example/ws/chat', 'baton.v1']);
  assert.deepEqual(socket().sent, [{
    type: 'hello', bot: 'shop', session: null, token: null, store: null, last_seq: 0, identity: null, locale: 'en',
    page: { url: 'https://shop.example/', title: 'Shop' },
  }]);
});

test('the next page goes on with the session', () => {
  opened();
  const next = tab();
  assert.equal(next.hasSession, true);
  next.start();
  socket().open();
  const { session, token, store, last_seq } = socket().sent[0];
  assert.deepEqual({ session, token, store, last_seq }, { session: 'S1', token: 'T1', store: 'st', last_seq: 0 });
});

test('a message written before the connection goes out after the welcome', () => {
  const client = tab();
  client.say('hi');
  socket().open();
  assert.equal(socket().types(), 'hello');
  socket().give(welcome());
  assert.equal(socket().types(), 'hello say');
});

test('an unacknowledged message is sent again with the same cid, an acknowledged one is not', () => {
  const client = opened();
  client.say('one');
  client.say('two');
  const [one, two] = socket().sent.slice(1).map((frame) => frame.cid);
  socket().give({ type: 'ack', cid: one, seq: 2 });
  socket().lose();
  mock.timers.tick(500);
  socket().open();
  socket().give(welcome({ head_seq: 1 }));
  assert.deepEqual(socket().sent.slice(1).map((frame) => frame.cid), [two]);
  assert.equal(socket().sent[0].last_seq, 1);
});

test('a gap asks again from the last shown, once', () => {
  const client = opened();
  socket().give(message(3));
  socket().give(message(4));
  assert.equal(socket().types(), 'hello hello');
  assert.equal(socket().sent[1].last_seq, 1);
  socket().give(welcome({ head_seq: 4 }));
  [2, 3, 4].forEach((seq) => socket().give(message(seq)));
  assert.deepEqual(client.log.events.map((e) => e.seq), [1, 2, 3, 4]);
});

test('a long history comes in batches', () => {
  const client = tab();
  client.start();
  socket().open();
  socket().give(welcome({ head_seq: 3, more: true }));
  [1, 2].forEach((seq) => socket().give(message(seq)));
  assert.equal(socket().types(), 'hello');
  mock.timers.tick(250);
  assert.deepEqual(socket().sent.map((frame) => frame.last_seq), [0, 2]);
  assert.equal(client.log.ready, false);
});

test('a ping is answered, and 45 s of silence is a dead socket', () => {
  opened();
  const first = socket();
  mock.timers.tick(25_000);
  first.give({ type: 'ping' });
  assert.equal(first.types(), 'hello pong');
  mock.timers.tick(44_999);
  assert.equal(FakeSocket.all.length, 1);
  mock.timers.tick(1);
  mock.timers.tick(500);
  assert.equal(FakeSocket.all.length, 2);
  assert.equal(first.readyState, 3);
});

test('a socket that takes words and answers nothing is given up', () => {
  const client = opened();
  const first = socket();
  client.say('hello?');
  mock.timers.tick(10_000);
  assert.notEqual(socket(), first);
});

test('waking asks an open socket whether it lives, and opens a new one if not', () => {
  const client = opened();
  const first = socket();
  client.connection.wake();
  assert.equal(first.types(), 'hello hello');
  mock.timers.tick(5_000);
  mock.timers.tick(500);
  assert.notEqual(socket(), first);
});

test('waking ends the wait between attempts', () => {
  const client = opened();
  socket().lose();
  assert.equal(client.link, 'waiting');
  client.connection.wake();
  assert.equal(FakeSocket.all.length, 2);
});

test('attempts grow further apart, with full jitter, and never beyond half a minute', () => {
  assert.deepEqual([0, 1, 2, 10].map((n) => backoff(n, 1)), [500, 1000, 2000, 30_000]);
  assert.equal(backoff(5, 0), 0);
});

test('a server that goes away says when to come back', () => {
  const client = opened();
  socket().give({ type: 'drain', retry_ms: 3200 });
  socket().lose(1012);
  mock.timers.tick(3199);
  assert.equal(client.link, 'waiting');
  mock.timers.tick(1);
  assert.equal(client.link, 'connecting');
});

test('after a reset the local copy is gone and the talk starts from nothing', () => {
  const client = opened();
  socket().give({ type: 'reset' });
  assert.deepEqual(client.log.events, []);
  const { session, store, last_seq } = socket().sent.at(-1);
  assert.deepEqual({ session, store, last_seq }, { session: 'S1', store: null, last_seq: 0 });
});

test('a session nobody knows gives way to a fresh one, and takes unsent words along', () => {
  opened();
  const client = tab();
  client.say('still here');
  socket().open();
  socket().give({ type: 'error', code: 'unauthorized', message: '', cid: null });
  socket().lose(4403);
  socket().open();
  assert.equal(socket().sent[0].session, null);
  socket().give(welcome({ session: 'S2', token: 'T2' }));
  assert.equal(socket().sent[1].text, 'still here');
});

test('a page that may not chat is told once, not for ever', () => {
  const client = tab();
  client.start();
  socket().open();
  socket().lose(4403);
  mock.timers.tick(60_000);
  assert.equal(client.link, 'refused');
  assert.equal(FakeSocket.all.length, 1);
});

test('a session closed for good gives way to a fresh one with the message in it', () => {
  const client = opened();
  client.say('one more thing');
  const { cid } = socket().sent.at(-1);
  socket().give({ type: 'error', code: 'closed', message: '', cid });
  socket().open();
  socket().give(welcome({ session: 'S2' }));
  assert.deepEqual(socket().sent.map((f) => f.type), ['hello', 'say']);
  assert.deepEqual([socket().sent[0].session, socket().sent[1].cid], [null, cid]);
});

test('too fast is tried again, too long is not', () => {
  const client = opened();
  client.say('fast');
  client.say('long');
  const [fast, long] = socket().sent.slice(1).map((frame) => frame.cid);
  socket().give({ type: 'error', code: 'rate_limited', message: '', cid: fast });
  socket().give({ type: 'error', code: 'too_long', message: '', cid: long });
  mock.timers.tick(3_000);
  assert.deepEqual(socket().sent.slice(3).map((frame) => frame.cid), [fast]);
  assert.deepEqual(client.outbox.list().map((e) => e.state), ['sending', 'failed']);
});

test('when one tab starts a new chat, the other follows', () => {
  const one = opened();
  const two = tab();
  two.start();
  socket().open();
  socket().give(welcome());
  one.startAnew({ carry: false });
  socket().open();
  socket().give(welcome({ session: 'S2', token: 'T2' }));
  heard[1]('session');
  socket().open();
  assert.equal(socket().sent[0].session, 'S2');
  assert.equal(two.log.session, 'S2');
});

test('what was seen is remembered for the session, over pages', () => {
  const client = opened();
  assert.equal(client.unread, 1);
  client.see();
  client.see();
  assert.equal(socket().types(), 'hello seen');
  assert.equal(client.unread, 0);
  const next = tab();
  next.start();
  socket().open();
  socket().give(welcome({ head_seq: 1 }));
  socket().give(message(1));
  assert.equal(next.unread, 0);
});

test('a typing sign does not outlive its maker', () => {
  const client = opened();
  socket().give({ type: 'typing', from: 'bot', on: true });
  assert.equal(client.log.typing, 'bot');
  mock.timers.tick(15_000);
  assert.equal(client.log.typing, null);
});

test('unknown frames and broken ones change nothing', () => {
  const client = opened();
  socket().give({ type: 'party' });
  socket().onmessage({ data: '{' });
  assert.equal(client.link, 'open');
  assert.equal(client.log.events.length, 1);
});

test('a customer the page knows says so with a fresh token on every socket, and never on one that knows', async () => {
  const client = tab();
  const { about } = client;
  let asked = 0;
  client.about = () => ({ ...about(), ask: async () => ({ identity: `token-${++asked}`, cart: { items: [{ title: 'Sofa' }] } }) });
  client.start();
  socket().open();
  assert.equal(socket().types(), '', 'the token is being asked for');
  await Promise.resolve().then(() => {}).then(() => {}).then(() => {});
  assert.equal(socket().sent[0].identity, 'token-1');
  assert.deepEqual(socket().sent[0].page, { url: 'https://shop.example/', title: 'Shop', cart: { items: [{ title: 'Sofa' }] } });
  socket().give(welcome());
  client.connection.askAgain();
  assert.equal(socket().sent[1].identity, null);
  socket().lose();
  mock.timers.tick(1000);
  socket().open();
  await Promise.resolve().then(() => {}).then(() => {}).then(() => {});
  assert.equal(socket().sent[0].identity, 'token-2');
});

test('a refused token does not cost the customer their chat', () => {
  const client = opened();
  socket().lose();
  mock.timers.tick(1000);
  socket().open();
  socket().give({ type: 'error', code: 'unauthorized', reason: 'identity', message: '', cid: null });
  socket().lose(4403);
  assert.deepEqual([client.link, client.hasSession], ['refused', true]);
});

test('a code of another device leads to its chat, in the place of the one that was here', () => {
  opened().stop();
  const client = tab();
  client.move.hello = { session: null, token: null, store: null, last_seq: 0, code: 'c0de' };
  client.start();
  socket().open();
  const { session, token, code } = socket().sent[0];
  assert.deepEqual([session, token, code], [null, null, 'c0de']);
  socket().give(welcome({ session: 'S2', token: 'T2' }));
  assert.deepEqual(client.vault.get('session'), { session: 'S2', token: 'T2', store: 'st' });
  socket().lose();
  mock.timers.tick(2_000);
  socket().open();
  assert.deepEqual([socket().sent[0].session, socket().sent[0].code], ['S2', undefined], 'a code is said once');
});

test('a refused code is heard of, and the chat of this device stays', () => {
  opened().stop();
  const client = tab();
  const told = [];
  client.move = { hello: { session: null, token: null, store: null, code: 'old' }, heard: (frame) => told.push(frame.reason) };
  client.start();
  socket().open();
  socket().give({ type: 'error', code: 'unauthorized', message: '', cid: null, reason: 'code' });
  assert.deepEqual(told, ['code']);
  assert.equal(client.vault.get('session').session, 'S1');
  client.move.hello = null;
  client.connection.restart();
  socket().open();
  assert.deepEqual([socket().sent[0].session, socket().sent[0].code], ['S1', undefined]);
});
