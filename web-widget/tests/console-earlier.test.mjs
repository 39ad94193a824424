// The search over every chat, and chats that are opened only to be read.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askable, besides, marked, ticketOf, together } from '../console/logic/earlier.js';
import { shortWhen } from '../console/logic/format.js';
import { isMine } from '../console/logic/rows.js';
import { emptyState, reduce } from '../console/logic/store.js';
import { ackLast, finish, pass, start } from './console-desk-around.mjs';

const ASKED = [['', ''], ['  so ', ''], ['sof', 'sof'], [' where  is ', 'where is'], ['🛋🛋', ''], ['1234', '1234']];
for (const [query, asked] of ASKED) test(`${JSON.stringify(query)} asks for ${JSON.stringify(asked)}`, () => assert.equal(askable(query), asked));

const shown = (text, query) => marked(text, query).map((piece) => (piece.hit ? `[${piece.text}]` : piece.text)).join('');
const MARKED = [
  ['Where is my sofa?', 'sofa', 'Where is my [sofa]?'], ['SOFA, Sofa', 'sofa', '[SOFA], [Sofa]'], ['In Café Zürich', 'cafe zurich', 'In [Café] [Zürich]'],
  ['a sofa for a sofa', 'sofa for', 'a [sofa] [for] a [sofa]'], ['ﬁne sofa', 'fine', '[ﬁne] sofa'], ['nothing here', 'sofa', 'nothing here'], ['🛋 sofa', 'sofa', '🛋 [sofa]'], ['', 'sofa', ''], ['(a+b)', '(a+', '[(a+]b)'],
];
for (const [text, query, expected] of MARKED) test(`${JSON.stringify(text)} searched for ${JSON.stringify(query)}`, () => assert.equal(shown(text, query), expected));

const found = (...sessions) => sessions.map((session) => ({ session }));
test('pages follow each other, and a chat stands once', () => assert.deepEqual(together(found('C', 'B'), found('B', 'A')), found('C', 'B', 'A')));
test('what the list above shows does not stand twice', () => assert.deepEqual(besides(found('C', 'B', 'A'), [{ session: 'B' }]), found('C', 'A')));

const NOW = new Date(2026, 10, 21, 12).getTime();
const WHEN = [[new Date(2026, 10, 21, 9, 5), '9:05'], [new Date(2026, 10, 20, 9, 5), '20 Nov'], [new Date(2025, 10, 20, 9, 5), '20 Nov 2025']];
for (const [at, words] of WHEN) test(`a chat of ${words}`, () => assert.equal(shortWhen(at.toISOString(), NOW, 'en-GB'), words));

const OLD = ticketOf({ session: 'OLD', bot: 'shop', state: 'closed', customer: 'Noor', agent: 'sanne' });
const opened = [{ do: 'found', ticket: OLD }, { do: 'select', session: 'OLD' }, { do: 'follow', session: 'OLD' }].reduce(reduce, emptyState());
const frame = (f) => ({ do: 'frame', frame: f, now: 0 });

test('a closed chat is nobody’s, also of the agent who had it', () => assert.equal(isMine({ me: { name: 'sanne' } }, OLD), false));

test('a chat that was opened to be read is forgotten when another is chosen', () => {
  assert.equal(opened.found.OLD.identity.name, 'Noor');
  const left = reduce(opened, { do: 'select', session: null });
  assert.deepEqual([left.found, left.logs], [{}, {}]);
});

test('what the server knows of it takes the place of what was found', () => {
  assert.equal(reduce(opened, { do: 'found', ticket: { ...OLD, locale: 'nl' } }).found.OLD.locale, 'nl');
  assert.equal(reduce(opened, frame({ type: 'ticket', rev: 1, ticket: { ...OLD, locale: 'fr' } })).found.OLD.locale, 'fr');
});

test('once it is on the desk it is a chat as any other', () => {
  const queued = reduce(opened, frame({ type: 'ticket', rev: 1, ticket: { ...OLD, state: 'queued' } }));
  assert.deepEqual([queued.found, queued.tickets.OLD.state], [{}, 'queued']);
  assert.equal(reduce(queued, { do: 'found', ticket: OLD }), queued);
});

test('the answer to opening a chat that is not on the desk brings its ticket', async () => {
  const around = start();
  around.welcome();
  around.store.dispatch({ do: 'found', ticket: OLD });
  around.store.dispatch({ do: 'select', session: 'OLD' });
  const open = around.desk.open('OLD');
  around.socket().hears({ type: 'ack', cid: around.socket().of('open').at(-1).cid, ticket: { ...OLD, locale: 'nl' } });
  await pass(800);
  await open;
  assert.equal(around.store.get().found.OLD.locale, 'nl');
  finish(around);
});

test('a search asks for a page, and contacts are those of a chat', async () => {
  const around = start();
  around.welcome();
  const answer = (type, more) => around.socket().hears({ type: 'ack', cid: around.socket().of(type).at(-1).cid, ...more });
  const page = around.desk.search('sofa', 'Z');
  answer('search', { found: found('A'), more: true, before: 'A' });
  assert.deepEqual([(({ query, before }) => ({ query, before }))(around.socket().of('search')[0]), await page], [{ query: 'sofa', before: 'Z' }, { found: found('A'), before: 'A' }]);
  const contacts = around.desk.contacts('A');
  ackLast(around.socket(), 'contacts');
  assert.deepEqual(await contacts, []);
  finish(around);
});
