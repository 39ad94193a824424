// What is worth a sound, and how the setting is kept.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newsOf, seenIn } from '../console/logic/news.js';
import { createPrefs } from '../console/logic/prefs.js';
import { attentionOf } from '../console/logic/rows.js';
import { emptyState } from '../console/logic/store.js';

const state = (...tickets) => ({
  ...emptyState(), me: { name: 'sanne', display_name: 'Sanne', role: 'agent' },
  tickets: Object.fromEntries(tickets.map((ticket) => [ticket.session, { bot: 'shop', locale: 'en', priority: 'normal', ...ticket }])),
});
const waiting = (session) => ({ session, state: 'queued', waiting_since: '2026-11-21T10:00:00Z' });
const mine = (session, unread) => ({ session, state: 'agent', agent: 'sanne', unread });
const theirs = (session, unread) => ({ session, state: 'agent', agent: 'tom', unread });
const news = (before, after, inView) => newsOf(before && seenIn(before), seenIn(after), inView ? [inView].flat() : []);

const ROWS = [
  ['at the first look everything is old', null, state(waiting('A'), mine('B', 3)), null, [[], []]],
  ['a customer who starts to wait', state(waiting('A')), state(waiting('A'), waiting('B')), null, [['B'], []]],
  ['who still waits is no news', state(waiting('A')), state(waiting('A')), null, [[], []]],
  ['what I handed on is no news', state(mine('A', 0)), state(waiting('A')), null, [[], []]],
  ['what a colleague lost is news', state(theirs('A', 0)), state(waiting('A')), null, [['A'], []]],
  ['a message in a chat out of view', state(mine('A', 1)), state(mine('A', 2)), 'B', [[], ['A']]],
  ['a message in the chat in view is no news', state(mine('A', 1)), state(mine('A', 2)), 'A', [[], []]],
  ['a message in a chat beside it is no news', state(mine('A', 1)), state(mine('A', 2)), ['B', 'A'], [[], []]],
  ['read messages are no news', state(mine('A', 2)), state(mine('A', 0)), null, [[], []]],
  ['a colleague’s messages are no news', state(theirs('A', 1)), state(theirs('A', 2)), null, [[], []]],
  ['a chat I just got is no message', state(), state(mine('A', 2)), null, [[], []]],
];
for (const [name, before, after, inView, [tickets, messages]] of ROWS) {
  test(name, () => assert.deepEqual(news(before, after, inView), { waiting: tickets, messages, missed: [], woke: [], asked: [], called: [] }));
}

test('a conversation of mine whose rest is over is news, once', () => {
  const resting = (more) => ({ ...mine('A', 0), ...more });
  const [asleep, awake] = [state(resting({ snoozed_until: '2026-11-21T14:00:00Z' })), state(resting({ snoozed_until: null }))];
  assert.deepEqual(news(asleep, awake, null).woke, ['A']);
  assert.deepEqual([news(awake, awake, null).woke, news(asleep, state(theirs('A', 0)), null).woke, news(asleep, state(), null).woke], [[], [], []]);
});

test('the number in the title counts who waits and what is unread of mine', () => {
  assert.equal(attentionOf(state(waiting('A'), mine('B', 2), theirs('C', 5))), 3);
});

const shelf = (all = {}) => ({ all, getItem: (key) => all[key] ?? null, setItem: (key, value) => { all[key] = value; }, removeItem: (key) => { delete all[key]; } });

test('the setting is remembered, and falls back to sound where the browser forbids more', () => {
  const kept = shelf();
  createPrefs(kept).setNotify('desktop');
  const prefs = createPrefs(kept);
  assert.deepEqual([prefs.notify(true), prefs.notify(false)], ['desktop', 'sound']);
  prefs.setNotify('off');
  assert.deepEqual([prefs.notify(true), createPrefs(shelf()).notify(true), createPrefs(shelf({ 'baton.notify': 'loud' })).notify(true)], ['off', 'sound', 'sound']);
});

test('single keys are on until they are switched off', () => {
  const kept = shelf();
  assert.equal(createPrefs(kept).singleKeys(), true);
  createPrefs(kept).setSingleKeys(false);
  assert.equal(createPrefs(kept).singleKeys(), false);
});
