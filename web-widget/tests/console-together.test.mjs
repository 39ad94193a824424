// Several people at one desk: who writes where, and what rests.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writersIn } from '../console/logic/colleagues.js';
import { rowsOf } from '../console/logic/rows.js';
import { emptyState } from '../console/logic/store.js';
import { finish, pass, start } from './console-desk-around.mjs';

const ME = { name: 'noor', display_name: 'Noor', role: 'agent' };
const looker = (agent, typing) => ({ agent, typing });
const SCENES = [
  ['nobody else looks', [looker('noor', true)], []],
  ['a colleague only looks', [looker('noor', true), looker('lena', false)], []],
  ['a colleague writes', [looker('noor', true), looker('lena', true)], ['Lena']],
  ['one who left the desk meanwhile is known by the sign-in name', [looker('sam', true)], ['sam']],
];
for (const [name, lookers, writers] of SCENES) {
  test(`before sending: ${name}`, () => {
    const state = { ...emptyState(), me: ME, colleagues: { lena: { agent: 'lena', name: 'Lena' } }, lookers: { S1: lookers } };
    assert.deepEqual(writersIn(state, 'S1'), writers);
    assert.deepEqual(writersIn(state, 'S2'), []);
  });
}

test('what rests stands below what does not', () => {
  const mine = (session, snoozed_until = null) => ({ session, bot: 'shop', state: 'agent', agent: 'noor', locale: 'en', priority: 'normal', snoozed_until });
  const tickets = { A: mine('A', '2026-11-21T14:00:00Z'), B: mine('B'), C: mine('C') };
  assert.deepEqual(rowsOf({ ...emptyState(), me: ME, tickets }, 'mine').map((row) => row.session), ['B', 'C', 'A']);
});

const looks = (around) => around.socket().of('look').map(({ session, typing }) => `${session} ${typing}`);

test('who stops typing no longer writes, though words lie in the field', async () => {
  const around = start();
  around.welcome();
  around.desk.look('A', true);
  await pass(4000);
  around.desk.look('A', true);
  await pass(4900);
  assert.equal(looks(around).at(-1), 'A true');
  await pass(200);
  assert.equal(looks(around).at(-1), 'A false');
  around.desk.look('A', true);
  assert.equal(looks(around).at(-1), 'A true');
  finish(around);
});

test('a reply that waits to go is still being written, so that a colleague who answers meanwhile is asked', async () => {
  const around = start();
  around.welcome();
  around.desk.look('A', true);
  around.desk.send('A', 'say', 'hello');
  assert.equal(looks(around).at(-1), 'A true');
  around.desk.holding.release('A');
  assert.equal(looks(around).at(-1), 'A false');
  around.desk.look('A', true);
  around.desk.send('A', 'note', 'psst');
  assert.equal(looks(around).at(-1), 'A false');
  finish(around);
});

test('a reply that goes while the next one is typed does not end that', async () => {
  const around = start();
  around.welcome();
  around.desk.send('A', 'say', 'hello');
  await pass(3000);
  around.desk.look('A', true);
  await pass(2500);
  assert.equal(looks(around).at(-1), 'A true');
  finish(around);
});
