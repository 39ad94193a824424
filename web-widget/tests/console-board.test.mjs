// The live board, the promises and the replies: pure, row by row.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agentRows, atRisk, sumOf, teamRows } from '../console/logic/board.js';
import { colleaguesFor, nameOfAgent, nameOfTeam } from '../console/logic/colleagues.js';
import { goalOf, isMissed, toneOf } from '../console/logic/goals.js';
import { newsOf, seenIn } from '../console/logic/news.js';
import { asked, fillReply, findReplies } from '../console/logic/replies.js';
import { offersTo, rowsOf } from '../console/logic/rows.js';
import { emptyState, reduce } from '../console/logic/store.js';

const at = (s) => new Date(Date.parse('2026-11-21T10:00:00Z') + s * 1000).toISOString();
const NOW = Date.parse(at(0));
const goal = (name, warn, due, state = 'pending') => ({ goal: name, warn_at: at(warn), due_at: at(due), state });
const ticket = (session, more = {}) => ({ session, bot: 'shop', state: 'queued', locale: 'en', priority: 'normal', waiting_since: at(-60), agent: null, team: 'orders', sla: [], ...more });
const person = (agent, more = {}) => ({ agent, name: agent.toUpperCase(), bots: [], work: {}, connected: true, available: { on: true, capacity: 3 }, idle_since: at(-5), ...more });
const TEAMS = { shop: [{ id: 'orders', name: { en: 'Orders', nl: 'Bestellingen' } }] };
const welcome = (more = {}) => ({ do: 'frame', now: 0, frame: { type: 'welcome', rev: 1, agent: { name: 'kim', display_name: 'Kim', role: 'supervisor' }, queue: [], mine: [], available: { on: true, capacity: 3 }, teams: TEAMS, ...more } });
const after = (...actions) => actions.reduce(reduce, emptyState());

const TONES = [
  ['far off', goal('first_answer', 30, 60), 'ok'],
  ['running out', goal('first_answer', 0, 60), 'warn'],
  ['due by our own clock', goal('first_answer', -30, 0), 'missed'],
  ['missed by the server', goal('first_answer', 30, 60, 'missed'), 'missed'],
  ['met', goal('first_answer', -60, -30, 'hit'), null],
];
for (const [name, given, tone] of TONES) test(`a goal that is ${name}`, () => assert.equal(toneOf(given, NOW), tone));

const SHOWN = [
  ['nothing without goals', [], null],
  ['the answer that is owed', [goal('first_answer', 30, 60), goal('resolution', 900, 1000)], 'first_answer'],
  ['the answer that is owed before one that was missed', [goal('first_answer', -9, -8, 'missed'), goal('next_answer', 30, 60), goal('resolution', 900, 1000)], 'next_answer'],
  ['what was missed, when nothing is owed', [goal('first_answer', -9, -8, 'missed'), goal('resolution', 900, 1000)], 'first_answer'],
  ['the end, once it comes near', [goal('first_answer', -9, -8, 'hit'), goal('resolution', 0, 100)], 'resolution'],
  ['nothing while the end is far', [goal('first_answer', -9, -8, 'hit'), goal('resolution', 900, 1000)], null],
];
for (const [name, sla, shown] of SHOWN) test(`a ticket shows ${name}`, () => assert.equal(goalOf(ticket('A', { sla }), NOW)?.goal ?? null, shown));

test('the board sums waits, talks, misses and mood', () => {
  const tickets = [
    ticket('A', { waiting_since: at(-90), mood: [{ mood: -0.5 }] }), ticket('B', { mood: [{ mood: 0.1 }] }),
    ticket('C', { state: 'agent', agent: 'ann', sla: [goal('next_answer', -9, -8)] }),
  ];
  assert.deepEqual(sumOf(tickets, NOW), { waiting: 2, longest: at(-90), talking: 1, missed: 1, mood: -0.2 });
  assert.deepEqual(sumOf([], NOW), { waiting: 0, longest: null, talking: 0, missed: 0, mood: null });
  assert.equal(isMissed(tickets[2], NOW), true);
});

test('teams are listed with the longest wait on top', () => {
  const state = after(welcome({ queue: [ticket('A'), ticket('B', { team: 'returns', waiting_since: at(-300) }), ticket('C', { state: 'agent', agent: 'ann' })] }));
  assert.deepEqual(teamRows(state, NOW).map(({ team, waiting, talking }) => [team, waiting, talking]), [['returns', 1, 0], ['orders', 1, 1]]);
});

test('agents are those who are there, and those who still hold a chat', () => {
  const agents = [person('kim'), person('ann', { connected: false }), person('bo', { connected: false })];
  const state = after(welcome({ agents, queue: [ticket('A', { state: 'agent', agent: 'ann' })] }));
  assert.deepEqual(agentRows(state).map(({ colleague, held }) => [colleague.agent, held.length]), [['ann', 1], ['kim', 0]]);
});

test('what is at risk stands in the order in which it is due', () => {
  const sla = (due) => [goal('first_answer', -10, due)];
  const state = after(welcome({ queue: [ticket('A', { sla: sla(9) }), ticket('B', { sla: sla(-9) }), ticket('C', { sla: [goal('first_answer', 50, 60)] })] }));
  assert.deepEqual(atRisk(state, NOW).map((t) => t.session), ['B', 'A']);
});

test('a colleague can be given a chat who is there, takes chats, serves the bot and is not oneself', () => {
  const agents = [person('kim'), person('zoe'), person('ann'), person('off', { available: { on: false, capacity: 3 } }), person('gone', { connected: false }), person('bank', { bots: ['bank'] })];
  const state = after(welcome({ agents }));
  assert.deepEqual(colleaguesFor(state, 'shop').map((c) => c.agent), ['ann', 'zoe']);
});

test('a colleague who comes, leaves or changes is known at once, and called by name', () => {
  const state = after(welcome(), { do: 'frame', now: 0, frame: { type: 'colleague', agent: person('ann') } });
  assert.deepEqual([nameOfAgent(state, 'ann'), nameOfAgent(state, 'nobody')], ['ANN', 'nobody']);
  assert.deepEqual([nameOfTeam(state, 'shop', 'orders', 'nl'), nameOfTeam(state, 'shop', 'late_returns', 'nl')], ['Bestellingen', 'Late returns']);
});

test('offers to me stand in the order in which they expire', () => {
  const offer = (session, to, s) => ticket(session, { state: 'offered', offer: { to, expires_at: at(s) } });
  const state = after(welcome({ queue: [offer('A', 'kim', 20), offer('B', 'ann', 5), offer('C', 'kim', 10)] }));
  assert.deepEqual(offersTo(state).map((t) => t.session), ['C', 'A']);
});

test('the lists can be narrowed to a team', () => {
  const state = after(welcome({ queue: [ticket('A'), ticket('B', { team: 'returns' }), ticket('C', { bot: 'bank' })] }), { do: 'team', team: 'shop/orders' });
  assert.deepEqual(rowsOf(state, 'waiting').map((t) => t.session), ['A']);
});

test('the queue stands in the order in which the server says whose turn it is', () => {
  const state = after(welcome({ queue: [ticket('A', { turn: at(5), priority: 'urgent' }), ticket('B', { turn: at(1), priority: 'low' })] }));
  assert.deepEqual(rowsOf(state, 'waiting').map((t) => t.session), ['B', 'A']);
});

const REPLIES = { hello: { title: { en: 'Greeting', nl: 'Begroeting' }, text: { en: 'Hi, {agent} here. Is it {order_number}?', nl: 'Hoi' } }, bye: { title: { en: 'Good bye' }, text: { en: 'Bye' } } };
const ASKED = [['/', ''], ['/he', 'he'], ['he', null], ['/he llo', null], ['a /he', null]];
for (const [text, query] of ASKED) test(`${JSON.stringify(text)} asks for ${query === null ? 'nothing' : JSON.stringify(query)}`, () => assert.equal(asked(text), query));

test('a reply is found by its name and by the words of its title, in the customer’s language', () => {
  const names = (query, locale = 'en') => findReplies(REPLIES, query, locale).map(({ name }) => name);
  assert.deepEqual([names(''), names('hel'), names('by'), names('begr', 'nl'), names('x')], [['hello', 'bye'], ['hello'], ['bye'], ['hello'], []]);
});

test('a reply is filled in with what is known, and shows what is not', () => {
  const known = ticket('A', { entities: [{ kind: 'order_number', value: '40128831' }] });
  assert.equal(fillReply(REPLIES.hello.text.en, { agent: 'Kim', brand: 'Shop', ticket: known }), 'Hi, Kim here. Is it 40128831?');
  assert.equal(fillReply(REPLIES.hello.text.en, { agent: 'Kim', brand: 'Shop', ticket: ticket('A') }), 'Hi, Kim here. Is it {order_number}?');
});

test('a broken promise is news for who leads, once', () => {
  const sla = [goal('first_answer', -30, -9, 'missed')];
  const [calm, late] = [[ticket('A')], [ticket('A', { sla })]].map((queue) => welcome({ queue }));
  const seen = (actions) => seenIn(after(...actions));
  assert.deepEqual(newsOf(seen([calm]), seen([late]), null).missed.length, 1);
  assert.deepEqual(newsOf(seen([late]), seen([late]), null).missed, []);
  const agent = welcome({ queue: late.frame.queue, agent: { name: 'ann', display_name: 'Ann', role: 'agent' } });
  assert.deepEqual(newsOf(seen([calm]), seen([agent]), null).missed, []);
});
