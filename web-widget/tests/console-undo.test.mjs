// A message waits five seconds, in which it can be taken back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOLD_MS, afterReload, heldOf, secondsLeft } from '../console/logic/held.js';
import { ackLast, finish, pass, start } from './console-desk-around.mjs';

const texts = (around) => around.socket().sent.filter((frame) => frame.text).map((frame) => `${frame.type} ${frame.text}`);
const states = (around) => (around.store.get().outbox.A ?? []).map((pending) => pending.state);

test('a message waits, and then goes by itself', async () => {
  const around = start();
  around.welcome();
  around.desk.send('A', 'say', 'hello');
  await pass(HOLD_MS - 100);
  assert.deepEqual([texts(around), states(around)], [[], ['held']]);
  await pass(200);
  assert.deepEqual([texts(around), states(around)], [['say hello'], ['sending']]);
  finish(around);
});

test('taken back it never goes, and its words are there again', async () => {
  const around = start();
  around.welcome();
  around.desk.send('A', 'say', 'helo');
  assert.equal(around.desk.holding.takeBack('A').text, 'helo');
  await pass(HOLD_MS * 2);
  assert.deepEqual([texts(around), around.store.get().outbox], [[], {}]);
  assert.equal(around.desk.holding.takeBack('A'), null);
  finish(around);
});

test('the next message sends the one before it, and the order stays', async () => {
  const around = start();
  around.welcome();
  around.desk.send('A', 'say', 'one');
  around.desk.send('A', 'note', 'two');
  around.desk.send('A', 'say', 'three');
  assert.deepEqual([texts(around), states(around)], [['say one', 'note two'], ['sending', 'sending', 'held']]);
  await pass(HOLD_MS + 100);
  assert.deepEqual(texts(around), ['say one', 'note two', 'say three']);
  finish(around);
});

test('losing the page sends everything that waits, at once', () => {
  const around = start();
  around.welcome();
  around.desk.send('A', 'say', 'one');
  around.desk.send('B', 'say', 'two');
  around.desk.holding.releaseAll();
  assert.deepEqual(texts(around), ['say one', 'say two']);
  finish(around);
});

test('what waits goes before a conversation is resolved, transferred or returned', () => {
  const moves = { wrap_up: (desk) => desk.resolve('A', 'solved', ''), transfer: (desk) => desk.transfer('A', { queue: true }, ''), return_to_bot: (desk) => desk.returnToBot('A', '') };
  for (const [type, move] of Object.entries(moves)) {
    const around = start();
    around.welcome();
    around.desk.send('A', 'say', 'bye');
    move(around.desk).catch(() => undefined);
    assert.deepEqual(around.socket().sent.map((frame) => frame.type).filter((name) => name === 'say' || name === type), ['say', type]);
    finish(around);
  }
});

test('a message whose time comes while the log is read again does not overtake an older one', async () => {
  const around = start();
  around.welcome();
  around.desk.send('A', 'say', 'one');
  around.desk.send('A', 'say', 'two');
  around.socket().close();
  await pass(300);
  around.welcome();
  around.desk.holding.release('A');
  assert.deepEqual(texts(around), []);
  ackLast(around.socket(), 'open');
  await pass(1000);
  assert.deepEqual(texts(around), ['say one', 'say two']);
  finish(around);
});

test('for the customer the agent types until the message goes', async () => {
  const around = start();
  around.welcome();
  around.desk.send('A', 'say', 'hello');
  assert.deepEqual(around.socket().of('typing').map((frame) => frame.on), [true]);
  around.desk.holding.release('A');
  assert.deepEqual(around.socket().of('typing').map((frame) => frame.on), [true, false]);
  finish(around);
});

test('after a reload a waiting message is due, an acknowledged one is in the log', () => {
  const message = (cid, state, more) => ({ cid, kind: 'say', text: '', at: '', state, ...more });
  const kept = afterReload({ A: [message('1', 'sent'), message('2', 'held', { due: 9 })], B: [message('3', 'sent')], C: [message('4', 'failed')] });
  assert.deepEqual(kept, { A: [message('2', 'sending')], C: [message('4', 'failed')] });
  assert.deepEqual(heldOf(kept, 'A'), []);
});

test('the countdown goes from five to one', () => {
  assert.deepEqual([[5000, 0], [5000, 4001], [5000, 5000], [5000, 9000]].map(([due, now]) => secondsLeft(due, now)), [5, 1, 1, 1]);
});
