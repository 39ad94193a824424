// What the console remembers after each frame.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TYPING_MS, createStore, emptyState, leavesGap, reduce } from '../console/logic/store.js';
import { countsOf, moodOf, neighbour, rowsOf, unreadOf, unreadOfMine } from '../console/logic/rows.js';

const SANNE = { name: 'sanne', display_name: 'Sanne de Wit', role: 'agent' };
const ticket = (session, more = {}) => ({ session, bot: 'shop', state: 'queued', locale: 'en', priority: 'normal', waiting_since: '2026-11-21T10:00:00Z', agent: null, unread: 0, team: 'orders', ...more });
const mine = (session, more = {}) => ticket(session, { state: 'agent', agent: 'sanne', ...more });
const frame = (f, now = 0) => ({ do: 'frame', frame: f, now });
const welcome = (more = {}) => frame({ type: 'welcome', agent: SANNE, rev: 5, queue: [], mine: [], available: { on: true, capacity: 3 }, ...more });
const entry = (session, n, event, more = {}) => frame({ type: 'entry', session, id: `id${n}`, n, seq: n, at: '2026-11-21T10:00:00Z', agent: null, event, ...more });
const after = (...actions) => actions.reduce(reduce, emptyState());
const sessions = (rows) => rows.map((row) => row.session);
const pending = (cid, more = {}) => ({ cid, kind: 'say', text: 'hello', at: '2026-11-21T10:00:00Z', state: 'sending', ...more });

test('a welcome fills both lists and the presence', () => {
  const state = after(welcome({ queue: [ticket('A')], mine: [mine('B')] }));
  assert.deepEqual(countsOf(state), { mine: 1, waiting: 1, all: 2 });
  assert.deepEqual(state.available, { on: true, capacity: 3 });
  assert.equal(state.rev, 5);
});

test('a ticket frame moves a row from waiting to mine', () => {
  const state = after(welcome({ queue: [ticket('A')] }), frame({ type: 'ticket', rev: 6, ticket: mine('A') }));
  assert.deepEqual(sessions(rowsOf(state, 'mine')), ['A']);
  assert.deepEqual(rowsOf(state, 'waiting'), []);
});

test('a change older than the welcome is not taken', () => {
  const state = after(welcome({ queue: [ticket('A')] }), frame({ type: 'gone', rev: 4, session: 'A' }));
  assert.deepEqual(sessions(rowsOf(state, 'waiting')), ['A']);
});

test('a second welcome is the whole truth: rows it does not name are gone', () => {
  const state = after(welcome({ queue: [ticket('A'), ticket('B')] }), welcome({ rev: 9, queue: [ticket('B')] }));
  assert.deepEqual(sessions(rowsOf(state, 'all')), ['B']);
});

test('the queue is ordered by priority, then by the longest wait', () => {
  const state = after(welcome({ queue: [
    ticket('A', { waiting_since: '2026-11-21T10:02:00Z' }), ticket('B', { waiting_since: '2026-11-21T10:01:00Z' }),
    ticket('C', { priority: 'urgent', waiting_since: '2026-11-21T10:09:00Z' }), ticket('D', { priority: 'low', waiting_since: '2026-11-21T09:00:00Z' }),
  ] }));
  assert.deepEqual(sessions(rowsOf(state, 'waiting')), ['C', 'B', 'A', 'D']);
});

test('the order of my conversations does not jump when they change', () => {
  const state = after(welcome({ mine: [mine('B', { unread: 3 }), mine('A')] }));
  assert.deepEqual(sessions(rowsOf(state, 'mine')), ['A', 'B']);
});

test('a conversation of a colleague is in all and not in mine', () => {
  const state = after(welcome({ queue: [mine('A', { agent: 'tom' })] }));
  assert.deepEqual(countsOf(state), { mine: 0, waiting: 0, all: 1 });
});

test('the selected conversation stays in sight when it leaves, until another is chosen', () => {
  const gone = [welcome({ queue: [ticket('A'), ticket('B')] }), { do: 'follow', session: 'A' }, { do: 'select', session: 'A' }, frame({ type: 'gone', rev: 6, session: 'A' })];
  assert.equal(after(...gone).departed.A.session, 'A');
  const moved = after(...gone, { do: 'select', session: 'B' });
  assert.deepEqual([moved.departed, moved.logs], [{}, {}]);
});

test('a conversation nobody looks at is forgotten when it leaves', () => {
  const state = after(welcome({ queue: [ticket('A')] }), { do: 'follow', session: 'A' }, frame({ type: 'gone', rev: 6, session: 'A' }));
  assert.deepEqual([state.departed, state.logs], [{}, {}]);
});

test('unsent words keep a conversation that left in mine', () => {
  const state = after(welcome({ mine: [mine('A')] }), { do: 'queue_message', session: 'A', pending: pending('c1') }, frame({ type: 'gone', rev: 6, session: 'A' }));
  assert.deepEqual(sessions(rowsOf(state, 'mine')), ['A']);
});

test('unsent words of before a reload are shown even when the conversation is gone', () => {
  const state = after({ do: 'restore_outbox', outbox: { A: [pending('c1')] } }, welcome());
  assert.deepEqual(sessions(rowsOf(state, 'mine')), ['A']);
});

test('entries are kept once, in order, and only of a log that was asked for', () => {
  const said = { type: 'customer_said', cid: 'c', text: 'hi' };
  const state = after(entry('A', 1, said), { do: 'follow', session: 'A' }, entry('A', 1, said), entry('A', 1, said), entry('A', 3, said), entry('A', 2, said));
  assert.deepEqual(state.logs.A.entries.map((e) => e.n), [1, 2]);
});

test('a gap is noticed, a repeat is not a gap', () => {
  const state = after({ do: 'follow', session: 'A' }, entry('A', 1, { type: 'resolved' }));
  assert.deepEqual([1, 2, 3].map((n) => leavesGap(state, 'A', n)), [false, false, true]);
  assert.equal(leavesGap(state, 'unknown', 9), false);
});

test('a message leaves the outbox when the log shows it, not when it is acknowledged', () => {
  const sent = [{ do: 'follow', session: 'A' }, { do: 'queue_message', session: 'A', pending: pending('c1') }, { do: 'message_state', session: 'A', cid: 'c1', state: 'sent' }];
  assert.equal(after(...sent).outbox.A.length, 1);
  assert.deepEqual(after(...sent, entry('A', 1, { type: 'agent_said', cid: 'c1', text: 'hello' })).outbox, {});
});

test('a failed message says why and can be tried again', () => {
  const failed = [{ do: 'queue_message', session: 'A', pending: pending('c1') }, { do: 'message_state', session: 'A', cid: 'c1', state: 'failed', error: 'rate_limited' }];
  assert.equal(after(...failed).outbox.A[0].error, 'rate_limited');
  const again = after(...failed, { do: 'message_state', session: 'A', cid: 'c1', state: 'sending' }).outbox.A[0];
  assert.deepEqual([again.state, again.error], ['sending', undefined]);
});

const typing = (on, now) => frame({ type: 'typing', session: 'A', from: 'customer', on }, now);
const TYPING = [
  ['shows while it is fresh', [typing(true, 0), { do: 'tick', now: TYPING_MS - 1 }], true],
  ['never sticks when the end is lost', [typing(true, 0), { do: 'tick', now: TYPING_MS }], false],
  ['ends when told', [typing(true, 0), typing(false, 1)], false],
  ['ends with the message', [{ do: 'follow', session: 'A' }, typing(true, 0), entry('A', 1, { type: 'customer_said', cid: 'c', text: 'x' })], false],
  ['ends when the link is lost', [typing(true, 0), { do: 'link', link: 'waiting' }], false],
  ['is not shown for the bot', [frame({ type: 'typing', session: 'A', from: 'bot', on: true }, 0)], false],
];
for (const [name, actions, shown] of TYPING) {
  test(`the typing of a customer ${name}`, () => assert.equal('A' in after(...actions).typing, shown));
}

test('looking at a conversation clears what was unread, and only later messages count', () => {
  const looked = [welcome({ mine: [mine('A', { unread: 2 })] }), { do: 'select', session: 'A' }];
  assert.equal(unreadOf(after(...looked), after(...looked).tickets.A), 0);
  const more = after(...looked, { do: 'select', session: null }, frame({ type: 'ticket', rev: 6, ticket: mine('A', { unread: 3 }) }));
  assert.equal(unreadOfMine(more), 1);
  const answered = after(...looked, { do: 'select', session: null }, frame({ type: 'ticket', rev: 6, ticket: mine('A', { unread: 0 }) }), frame({ type: 'ticket', rev: 7, ticket: mine('A', { unread: 1 }) }));
  assert.equal(unreadOfMine(answered), 1);
});

test('the read cursor only moves on', () => {
  const state = after(frame({ type: 'read', session: 'A', by: 'customer', seq: 7 }), frame({ type: 'read', session: 'A', by: 'customer', seq: 4 }));
  assert.equal(state.read.A, 7);
});

test('frames this console does not know change nothing', () => {
  const state = after(welcome());
  assert.equal(reduce(state, frame({ type: 'horoscope' })), state);
});

test('moving in the list stops at its ends', () => {
  const rows = [ticket('A'), ticket('B')];
  assert.deepEqual([[null, 1], [null, -1], ['A', 1], ['B', 1], ['A', -1]].map(([at, step]) => neighbour(rows, at, step)), ['A', 'B', 'B', 'B', 'A']);
  assert.equal(neighbour([], null, 1), null);
});

test('the mood of a ticket is its newest', () => {
  assert.equal(moodOf(ticket('A', { mood: [{ mood: 0.1 }, { mood: -0.4 }] })), -0.4);
  assert.equal(moodOf(ticket('A')), null);
});

test('listeners hear of many changes once', async () => {
  const store = createStore();
  let heard = 0;
  store.subscribe(() => { heard += 1; });
  store.dispatch(welcome());
  store.dispatch({ do: 'tab', tab: 'all' });
  await null;
  assert.equal(heard, 1);
});

test('a log that could not be fetched is remembered until it is asked for again', () => {
  const failed = after({ do: 'not_opened', session: 'A', why: 'forbidden' });
  assert.deepEqual(failed.faults, { A: 'forbidden' });
  assert.deepEqual(reduce(failed, { do: 'follow', session: 'A' }).faults, {});
});

test('what is searched for stays while the list changes', () => {
  assert.equal(after({ do: 'search', query: 'sofa' }, welcome({ queue: [ticket('A')] }), { do: 'tab', tab: 'all' }).query, 'sofa');
});

test('signing out forgets everything', () => {
  assert.deepEqual(after(welcome({ queue: [ticket('A')] }), { do: 'signed_out' }), emptyState());
});
