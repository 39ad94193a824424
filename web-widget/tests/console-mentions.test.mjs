// Who is asked in a note, and how the name gets there.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameOfAgent } from '../console/logic/colleagues.js';
import { askOf, askedFor, findColleagues, takesPart, withMention } from '../console/logic/mentions.js';
import { newsOf, seenIn } from '../console/logic/news.js';
import { countsOf, rowsOf, unreadOfMine } from '../console/logic/rows.js';
import { emptyState } from '../console/logic/store.js';

const ROWS = [
  ['@', '@'.length, ''], ['@sa', 3, 'sa'], ['ask @sa', 7, 'sa'], ['ask @sa now', 7, 'sa'], ['ask @sa now', 11, null], ['(@j.smi', 7, 'j.smi'],
  ['noor@fern', 9, null], ['a.b@c', 5, null], ['née @', 5, ''], ['@sa@id', 6, 'sa@id'], ['@@', 2, '@'], ['nothing', 7, null],
];
for (const [text, caret, query] of ROWS) test(`${text} at ${caret} asks for ${query}`, () => assert.equal(askedFor(text, caret), query));

test('the name takes the place of what was typed of it', () => {
  assert.deepEqual(withMention('ask @sa now', 7, 'sanne'), { text: 'ask @sanne now', caret: 11 });
  assert.deepEqual(withMention('@', 1, 'sam'), { text: '@sam ', caret: 5 });
});

const colleague = (agent, name, connected, bots = []) => ({ agent, name, connected, bots, available: { on: false, capacity: 3 } });
const state = {
  ...emptyState(), me: { name: 'me', display_name: 'Me', role: 'agent' },
  colleagues: Object.fromEntries([colleague('me', 'Me', true), colleague('sam', 'Sam de Wit', false), colleague('sanne', 'Sanne', true), colleague('bo', 'Bo Sørensen', true, ['bank'])].map((c) => [c.agent, c])),
};
test('colleagues of the bot are found by the start of a name, who is there first', () => {
  const names = (bot, query) => findColleagues(state, bot, query).map(({ agent }) => agent);
  assert.deepEqual(names('shop', ''), ['sanne', 'sam']);
  assert.deepEqual(names('shop', 'wit'), ['sam']);
  assert.deepEqual(names('bank', 'sø'), ['bo']);
  assert.deepEqual(names('shop', 'me'), []);
});

test('who was never here is offered too, as away, and known by name', () => {
  const staff = [{ agent: 'lee', name: 'Lee Chen', bots: [] }, { agent: 'sam', name: 'Sam de Wit', bots: ['shop'] }, { agent: 'kim', name: 'Kim', bots: ['bank'] }];
  const found = findColleagues({ ...state, staff }, 'shop', '');
  assert.deepEqual(found.map(({ agent, connected }) => [agent, connected]), [['sanne', true], ['lee', false], ['sam', false]]);
  assert.deepEqual(findColleagues({ ...state, staff }, 'shop', 'che').map(({ agent }) => agent), ['lee']);
  assert.deepEqual([nameOfAgent({ ...state, staff }, 'lee'), nameOfAgent({ ...state, staff }, 'nobody')], ['Lee Chen', 'nobody']);
});

test('a chat in which one is asked is on top of mine, counts, and is news once', () => {
  const ticket = (session, more) => ({ session, bot: 'shop', state: 'agent', locale: 'en', priority: 'normal', agent: 'sanne', ...more });
  const ask = (answered) => [{ agent: 'me', by: 'sanne', at: '2026-11-22T00:00:00Z', answered }];
  const quiet = { ...state, tickets: { a: ticket('a', { agent: 'me' }), b: ticket('b', {}), c: ticket('c', { asked: ask(true) }) } };
  const asked = { ...quiet, tickets: { ...quiet.tickets, b: ticket('b', { asked: ask(false) }) } };
  assert.deepEqual(rowsOf(asked, 'mine').map(({ session }) => session), ['b', 'a']);
  assert.equal(countsOf(asked).mine - countsOf(quiet).mine, 1);
  assert.equal(unreadOfMine(asked) - unreadOfMine(quiet), 1);
  assert.deepEqual(newsOf(seenIn(quiet), seenIn(asked), []).asked, ['b 2026-11-22T00:00:00Z']);
  assert.deepEqual(newsOf(seenIn(asked), seenIn(asked), []).asked, []);
  assert.deepEqual([askOf(asked, asked.tickets.c), takesPart(asked, asked.tickets.c)], [null, true]);
  assert.deepEqual([askOf(asked, asked.tickets.a), takesPart(asked, asked.tickets.a)], [null, false]);
});
