// Whether the customer is there: as the server last said it, and nothing while it has not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayTakeOver } from '../console/logic/board.js';
import { emptyState, reduce } from '../console/logic/store.js';

const ME = { name: 'noor', display_name: 'Noor', role: 'agent' };
const mine = (session) => ({ session, bot: 'shop', state: 'agent', agent: 'noor', locale: 'en', priority: 'normal' });
const frame = (f) => ({ do: 'frame', frame: f, now: 0 });
const welcome = frame({ type: 'welcome', rev: 1, agent: ME, queue: [], mine: [mine('A'), mine('B')] });
const there = (session, customer) => frame({ type: 'presence', session, customer });
const present = (...actions) => actions.reduce(reduce, emptyState()).present;

const ROWS = [
  ['nothing is known before it is told', [welcome], {}],
  ['a customer who is there', [welcome, there('A', true)], { A: true }],
  ['a customer who has left', [welcome, there('A', true), there('A', false)], { A: false }],
  ['each chat for itself', [welcome, there('A', true), there('B', false)], { A: true, B: false }],
  ['a new link knows nothing until it is told again', [welcome, there('A', true), welcome], {}],
  ['a lost link knows nothing', [welcome, there('A', true), { do: 'link', link: 'waiting' }], {}],
  ['what has left the list is forgotten', [welcome, there('A', true), frame({ type: 'gone', rev: 2, session: 'A' })], {}],
];
for (const [name, actions, expected] of ROWS) test(name, () => assert.deepEqual(present(...actions), expected));

test('only a colleague’s chat is taken over, and only by who leads', () => {
  const ticket = (more) => ({ ...mine('A'), ...more });
  const may = (role, theirs, on = true) => mayTakeOver({ ...emptyState(), me: { ...ME, role }, tickets: on ? { A: theirs } : {} }, theirs);
  const theirs = ticket({ agent: 'tom' });
  assert.deepEqual([may('supervisor', theirs), may('admin', theirs), may('agent', theirs)], [true, true, false]);
  assert.deepEqual([may('supervisor', ticket({})), may('supervisor', ticket({ state: 'queued', agent: null })), may('supervisor', theirs, false)], [false, false, false]);
});
