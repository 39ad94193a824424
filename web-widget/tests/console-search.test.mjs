// The search above the list.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { translator } from '../console/logic/i18n.js';
import { createSearch, plain } from '../console/logic/search.js';

const ticket = (session, more) => ({ session, bot: 'shop', state: 'queued', locale: 'en', priority: 'normal', ...more });
const ROWS = [
  ticket('0001', { last: { from: 'customer', text: 'Where is my SOFA?', at: '' }, reason: { rule: 'one_bad_turn' } }),
  ticket('0002', { bot: 'bank', locale: 'nl', articles: [{ slug: 'pas', title: 'Pas geblokkeerd in Café Zürich' }], agent: 'sanne', reason: { rule: 'asked_for_person' } }),
  ticket('0003', { entities: [{ kind: 'order_number', value: '40990127' }], priority: 'urgent', intents: [{ title: 'Track an order' }] }),
];
const en = createSearch(translator('en'), 'en');
const nl = createSearch(translator('nl'), 'nl');
const ids = (rows) => rows.map((row) => row.session);

const FOUND = [
  ['', ['0001', '0002', '0003']], ['   ', ['0001', '0002', '0003']], ['sofa', ['0001']], ['very angry', ['0001']], ['cafe zurich', ['0002']], ['BANK', ['0002']],
  ['dutch', ['0002']], ['nederlands', ['0002']], ['shop english', ['0001', '0003']], ['409901', ['0003']], ['urgent', ['0003']], ['track', ['0003']], ['sanne', ['0002']], ['0003', ['0003']],
  ['sofa bank', []], ['zzz', []],
];
for (const [query, sessions] of FOUND) test(`${JSON.stringify(query)} finds ${sessions.length}`, () => assert.deepEqual(ids(en(ROWS, query)), sessions));

test('reasons and languages are found by their words in the language of the page', () => {
  assert.deepEqual([ids(nl(ROWS, 'heel boos')), ids(nl(ROWS, 'engels')), ids(nl(ROWS, 'very angry'))], [['0001'], ['0001', '0003'], []]);
});

test('a ticket that changes is read anew', () => {
  const changed = [{ ...ROWS[0], last: { from: 'customer', text: 'Never mind', at: '' } }];
  assert.deepEqual([ids(en(changed, 'sofa')), ids(en(changed, 'never mind'))], [[], ['0001']]);
});

test('case and accents do not matter', () => assert.equal(plain('ÉÉN Blöd'), 'een blod'));

test('customers, agents, teams and pages are found by their names', () => {
  const named = { colleagues: { sanne: { name: 'Sanne de Wit' } }, staff: [{ agent: 'tom', name: 'Tom Berg' }], teams: { bank: [{ id: 'cards', name: { en: 'Cards', nl: 'Passen' } }] } };
  const rows = [ticket('0004', { identity: { sub: 'c-1', name: 'Noor Jansen' }, page: { url: 'https://shop.example/', title: 'Garden furniture' } }), ticket('0005', { agent: 'sanne', bot: 'bank', team: 'cards' }), ticket('0006', { agent: 'tom' })];
  const FOUND = [['noor jansen', ['0004']], ['garden', ['0004']], ['de wit', ['0005']], ['passen', ['0005']], ['berg', ['0006']]];
  for (const [query, sessions] of FOUND) assert.deepEqual(ids(nl(rows, query, named)), sessions, query);
});

test('a colleague whose name becomes known is found by it', () => {
  const [row] = [ticket('0007', { agent: 'ida' })];
  const before = { colleagues: {}, staff: [], teams: {} };
  assert.deepEqual(ids(en([row], 'bakker', before)), []);
  assert.deepEqual(ids(en([row], 'bakker', { ...before, colleagues: { ida: { name: 'Ida Bakker' } } })), ['0007']);
});
