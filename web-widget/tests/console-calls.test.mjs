// Supervisors who are called to a broken promise, and what an agent may tell the bot and the log.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callOf, wantsMe } from '../console/logic/calls.js';
import { inLocale, nameOfCode } from '../console/logic/colleagues.js';
import { newsOf, seenIn } from '../console/logic/news.js';
import { countsOf, rowsOf, unreadOfMine } from '../console/logic/rows.js';
import { emptyState } from '../console/logic/store.js';
import { finish, pass, start } from './console-desk-around.mjs';

const KIM = { name: 'kim', display_name: 'Kim', role: 'supervisor' };
const missed = { goal: 'first_answer', warn_at: '2026-11-22T10:00:00Z', due_at: '2026-11-22T10:01:00Z', state: 'missed' };
const ticket = (session, more) => ({ session, bot: 'shop', state: 'agent', agent: 'noor', locale: 'en', priority: 'normal', sla: [missed], ...more });
const call = (to) => ({ goal: 'first_answer', since: '2026-11-22T10:01:00Z', to });
const state = (...tickets) => ({ ...emptyState(), me: KIM, tickets: Object.fromEntries(tickets.map((one) => [one.session, one])) });

for (const [name, given, wanted] of [
  ['who is called', { call: call('kim') }, true],
  ['a call of a colleague', { call: call('lou') }, false],
  ['a call of nobody yet', { call: call(null) }, false],
  ['no call', {}, false],
]) {
  test(`${name}: ${wanted ? 'mine' : 'not mine'} to see to`, () => {
    const given_ = ticket('A', given);
    assert.equal(callOf(state(given_), given_) !== null, wanted);
    assert.equal(wantsMe(state(given_), given_), wanted);
    assert.deepEqual(rowsOf(state(given_), 'mine').map(({ session }) => session), wanted ? ['A'] : []);
    assert.deepEqual([countsOf(state(given_)).mine, unreadOfMine(state(given_))], wanted ? [1, 1] : [0, 0]);
  });
}

test('a call is on top of mine, and news once', () => {
  const before = state(ticket('A', { agent: 'kim', sla: [] }), ticket('B'));
  const after = state(ticket('A', { agent: 'kim', sla: [] }), ticket('B', { call: call('kim') }));
  assert.deepEqual(rowsOf(after, 'mine').map(({ session }) => session), ['B', 'A']);
  assert.deepEqual(newsOf(seenIn(before), seenIn(after), []).called, ['B 2026-11-22T10:01:00Z']);
  assert.deepEqual(newsOf(seenIn(after), seenIn(after), []).called, []);
});

test('a broken promise is told once: as a call, or as missed where nobody is called', () => {
  const before = state(ticket('A', { sla: [] }));
  const told = (more) => newsOf(seenIn(before), seenIn(state(ticket('A', more))), []);
  assert.deepEqual([told({}).missed.length, told({}).called.length], [1, 0]);
  assert.deepEqual([told({ call: call('kim') }).missed.length, told({ call: call('kim') }).called.length], [0, 1]);
  const [during, after] = [state(ticket('A', { call: call('kim') })), state(ticket('A'))];
  assert.deepEqual(newsOf(seenIn(during), seenIn(after), []).missed, [], 'nor again once somebody has come');
  assert.deepEqual([told({ call: call(null) }).missed.length, told({ call: call(null) }).called.length], [0, 0]);
});

test('codes are named in the language of the page, else as they can be', () => {
  const codes = { shop: [{ code: 'paid_back', name: { nl: 'Geld terug' } }] };
  assert.equal(nameOfCode({ codes }, 'shop', 'paid_back', 'nl'), 'Geld terug');
  assert.equal(nameOfCode({ codes }, 'shop', 'paid_back', 'en'), 'Geld terug');
  assert.equal(nameOfCode({ codes }, 'shop', 'no_longer_there', 'en'), 'No longer there');
  assert.equal(inLocale(undefined, 'en', 'some_id'), 'Some id');
});

test('colleagues hear of every chat on the screen, once', async () => {
  const around = start();
  around.welcome();
  around.store.dispatch({ do: 'width', width: 120 });
  around.store.dispatch({ do: 'select', session: 'A' });
  around.desk.look('A', false);
  around.store.dispatch({ do: 'beside', session: 'B', drafted: [] });
  around.desk.lookAround();
  around.desk.lookAround();
  around.desk.look('A', true);
  await pass(50);
  const told = around.socket().of('look').slice(-3).map(({ session, typing, beside }) => [session, typing, beside]);
  assert.deepEqual(told, [['A', false, []], ['A', false, ['B']], ['A', true, ['B']]]);
  finish(around);
});
