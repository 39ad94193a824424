// What is typed is neither lost nor sent twice, whatever happens to the page.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Outbox } from '../widget/outbox.js';
import { MemoryStorage, Vault } from '../widget/vault.js';
import { ulid } from '../widget/ulid.js';

let storage, now;
const open = () => new Outbox(new Vault(storage, 'baton/'), () => now);
const say = (text) => ({ type: 'say', text });
const states = (outbox) => outbox.list().map((e) => `${e.label}:${e.state}`).join(' ');

beforeEach(() => {
  storage = new MemoryStorage();
  now = 1_800_000_000_000;
});

test('ids are ULIDs that grow, also within a millisecond', () => {
  const ids = Array.from({ length: 200 }, () => ulid(now));
  assert.match(ids[0], /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  assert.deepEqual(ids, [...ids].sort());
  assert.equal(new Set(ids).size, 200);
});

test('what is unsent survives a reload, in order and with the same id', () => {
  const before = open();
  const ids = ['a', 'b', 'c'].map((text) => before.add(say(text), text).cid);
  assert.deepEqual(open().due().map((e) => e.cid), ids);
});

test('what is acknowledged is not sent again', () => {
  const outbox = open();
  const { cid } = outbox.add(say('a'), 'a');
  outbox.ack(cid, 4);
  assert.equal(states(outbox), 'a:sent');
  assert.deepEqual(outbox.due(), []);
  assert.deepEqual(open().list(), []);
});

test('an acknowledged message leaves once the log shows it, by id or by place', () => {
  const outbox = open();
  const a = outbox.add(say('a'), 'a');
  const b = outbox.add(say('b'), 'b');
  outbox.ack(a.cid, 4);
  outbox.settle(3);
  assert.equal(states(outbox), 'a:sent b:sending');
  outbox.settle(4);
  assert.equal(states(outbox), 'b:sending');
  outbox.settle(5, b.cid);
  assert.equal(states(outbox), '');
});

test('a refused message waits for the customer', () => {
  const outbox = open();
  const { cid } = outbox.add(say('a'), 'a');
  outbox.fail(cid, 'too_long');
  assert.equal(states(outbox), 'a:failed');
  assert.deepEqual(outbox.due(), []);
  outbox.retry(cid);
  assert.deepEqual(outbox.due().map((e) => e.cid), [cid]);
});

test('a late message goes out at the next connection', () => {
  const outbox = open();
  outbox.add(say('a'), 'a');
  now += 30_000;
  assert.equal(outbox.overdue(30_000), true);
  assert.equal(states(outbox), 'a:failed');
  assert.equal(outbox.due().length, 1);
});

test('a message left for hours goes only when the customer says so', () => {
  open().add(say('a'), 'a');
  now += 2 * 3_600_000;
  const outbox = open();
  assert.equal(states(outbox), 'a:failed');
  assert.deepEqual(outbox.due(), []);
  outbox.retry(outbox.list()[0].cid);
  assert.equal(outbox.due().length, 1);
});

test('tabs see each other: what one adds the other shows, what one gets acknowledged the other drops', () => {
  const [one, two] = [open(), open()];
  const { cid } = one.add(say('a'), 'a');
  two.reload();
  assert.equal(states(two), 'a:sending');
  one.ack(cid, 1);
  two.reload();
  assert.equal(states(two), '');
});

test('into a new session go words and the wish for a person, nothing else', () => {
  const outbox = open();
  outbox.add(say('a'), 'say');
  outbox.add({ type: 'choose', choice: 'person', ref: 0 }, 'person');
  outbox.add({ type: 'choose', choice: 'track_order', ref: 3 }, 'choice');
  outbox.add({ type: 'rate', score: 4, comment: null }, 'rate');
  outbox.carryOver();
  assert.equal(states(outbox), 'say:sending person:sending');
});

test('a storage that is full costs nothing but the next page', () => {
  storage.setItem = () => { throw new Error('full'); };
  const vault = new Vault(storage, 'baton/');
  vault.set('session', { session: 'S1' });
  assert.equal(vault.get('session').session, 'S1');
  assert.equal(new Outbox(vault).add(say('a'), 'a').state, 'sending');
});

test('what others wrote into the storage is not trusted', () => {
  storage.setItem('baton/out/1', '{');
  storage.setItem('baton/out/2', '{"cid":"2"}');
  assert.deepEqual(open().list(), []);
});
