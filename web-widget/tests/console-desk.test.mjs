// The desk and its connection, against a socket that does as it is told.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ackLast, finish, pass, sendNow, start } from './console-desk-around.mjs';

test('says hello with the last revision, and again after a lost link', async () => {
  const around = start();
  around.welcome(7);
  around.socket().close();
  assert.equal(around.store.get().link, 'waiting');
  await pass(300);
  around.welcome(8);
  assert.deepEqual(around.sockets.map((socket) => socket.of('hello')[0].last_rev), [0, 7]);
  assert.equal(around.store.get().link, 'open');
  finish(around);
});

test('answers a ping', () => {
  const around = start();
  around.welcome();
  around.socket().hears({ type: 'ping' });
  assert.equal(around.socket().of('pong').length, 1);
  finish(around);
});

test('a link without any frame for 45 s counts as dead', async () => {
  const around = start();
  around.welcome();
  await pass(45_000);
  assert.notEqual(around.store.get().link, 'open');
  finish(around);
});

test('a socket closed before its welcome asks whether the agent is still signed in', () => {
  const around = start();
  around.socket().close();
  assert.equal(around.refused(), 1);
  finish(around);
});

test('a drain is followed by a return after the time it names', async () => {
  const around = start();
  around.welcome();
  around.socket().hears({ type: 'drain', retry_ms: 3200 });
  around.socket().close();
  await pass(3150);
  assert.equal(around.sockets.length, 1);
  await pass(50);
  assert.equal(around.sockets.length, 2);
  finish(around);
});

test('a refusal carries the server’s code', async () => {
  const around = start();
  around.welcome();
  const accepted = around.desk.accept('B');
  around.socket().hears({ type: 'error', cid: around.socket().of('accept')[0].cid, code: 'taken', message: '' });
  await assert.rejects(accepted, { code: 'taken' });
  finish(around);
});

test('a message refused by the server fails with its reason and is sent again on request', async () => {
  const around = start();
  around.welcome();
  sendNow(around, 'hello');
  const [said] = around.socket().of('say');
  around.socket().hears({ type: 'error', cid: said.cid, code: 'rate_limited', message: '' });
  await pass(50);
  const [pending] = around.store.get().outbox.A;
  assert.deepEqual([pending.state, pending.error], ['failed', 'rate_limited']);
  around.desk.retry('A', pending);
  assert.deepEqual(around.socket().of('say').map((frame) => frame.cid), [said.cid, said.cid]);
  finish(around);
});

test('what was typed while offline is sent after the log was read, under the same id', async () => {
  const around = start();
  around.welcome();
  around.socket().close();
  sendNow(around, 'hello');
  const { cid } = around.store.get().outbox.A[0];
  await pass(300);
  around.welcome();
  assert.equal(around.socket().of('say').length, 0);
  ackLast(around.socket(), 'open');
  await pass(1000);
  assert.deepEqual(around.socket().of('say').map((frame) => frame.cid), [cid]);
  finish(around);
});

test('what the log already shows is not sent twice', async () => {
  const around = start();
  around.welcome();
  sendNow(around, 'hello');
  const { cid } = around.socket().of('say')[0];
  around.socket().close();
  await pass(300);
  around.welcome();
  ackLast(around.socket(), 'open');
  around.socket().hears({ type: 'entry', session: 'A', id: 'x', n: 1, seq: 1, at: '2026-11-21T10:00:00Z', event: { type: 'agent_said', cid, text: 'hello' } });
  await pass(1000);
  assert.equal(around.socket().of('say').length, 0);
  assert.deepEqual(around.store.get().outbox, {});
  finish(around);
});

test('a request that is never answered restarts a link that only looks alive', async () => {
  const around = start();
  around.welcome();
  sendNow(around, 'hello');
  await pass(12_000);
  assert.equal(around.store.get().outbox.A[0].state, 'sending');
  await pass(1000);
  assert.equal(around.sockets.length, 2);
  finish(around);
});

test('a gap in the log asks for what is missing, once', async () => {
  const around = start();
  around.welcome();
  const entry = (n) => around.socket().hears({ type: 'entry', session: 'A', id: `${n}`, n, at: '2026-11-21T10:00:00Z', event: { type: 'noticed', text: '' } });
  const opened = around.desk.open('A');
  entry(1);
  ackLast(around.socket(), 'open');
  await pass(800);
  await opened;
  entry(4);
  entry(5);
  assert.deepEqual(around.socket().of('open').map((frame) => frame.last_n), [0, 1]);
  finish(around);
});

test('a conversation that is opened again while it is asked for is asked for again', async () => {
  const around = start();
  around.welcome();
  const first = around.desk.open('A');
  around.store.dispatch({ do: 'select', session: 'A' });
  around.socket().hears({ type: 'entry', session: 'A', id: '1', n: 1, at: '2026-11-21T10:00:00Z', event: { type: 'noticed', text: '' } });
  const second = around.desk.open('A');
  ackLast(around.socket(), 'open');
  await pass(50);
  ackLast(around.socket(), 'open');
  await pass(800);
  await Promise.all([first, second]);
  assert.deepEqual(around.socket().of('open').map((frame) => frame.last_n), [0, 1]);
  finish(around);
});

test('typing is told at the first letter, not at each, and ends by itself', async () => {
  const around = start();
  around.welcome();
  for (let i = 0; i < 5; i += 1) around.desk.typing('A', true);
  await pass(5000);
  assert.deepEqual(around.socket().of('typing').map((frame) => frame.on), [true, false]);
  finish(around);
});

test('resolving records how it ended first', async () => {
  const around = start();
  around.welcome();
  const resolved = around.desk.resolve('A', 'solved', '');
  ackLast(around.socket(), 'wrap_up');
  await pass(50);
  ackLast(around.socket(), 'resolve');
  await resolved;
  assert.deepEqual(around.socket().sent.filter((f) => f.session).map((f) => [f.type, f.code, f.note]), [['wrap_up', 'solved', null], ['resolve', undefined, undefined]]);
  finish(around);
});
