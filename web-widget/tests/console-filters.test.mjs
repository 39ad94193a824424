// What the lists are narrowed to.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choicesOf, countOn, filtersFrom, narrowed, noFilters } from '../console/logic/filters.js';
import { promisesOf } from '../console/logic/goals.js';
import { emptyState, reduce } from '../console/logic/store.js';

const NOW = Date.parse('2026-11-21T10:00:00Z');
const at = (minutes) => new Date(NOW + minutes * 60_000).toISOString();
const goal = (state, warn, due, name = 'first_answer') => ({ goal: name, state, warn_at: at(warn), due_at: at(due) });
const ticket = (session, more = {}) => ({ session, bot: 'shop', state: 'queued', locale: 'en', priority: 'normal', ...more });
const ROWS = [
  ticket('calm', { sla: [goal('pending', 5, 9)], mood: [{ mood: 0.2 }] }),
  ticket('bank', { bot: 'bank', locale: 'nl-BE', priority: 'urgent', sla: [goal('pending', -1, 3)], mood: [{ mood: 0.4 }, { mood: -0.7 }] }),
  ticket('late', { locale: 'nl', sla: [goal('missed', -9, -5), goal('hit', -9, -5, 'next_answer')], mood: [{ mood: -0.3 }] }),
  ticket('new'),
];
const left = (filters) => narrowed(ROWS, { ...noFilters(), ...filters }, NOW).map(({ session }) => session);

const FILTERED = [
  ['nothing', {}, ['calm', 'bank', 'late', 'new']], ['a bot', { bot: 'bank' }, ['bank']], ['a priority', { priority: 'normal' }, ['calm', 'late', 'new']],
  ['a language, whatever its region', { language: 'nl' }, ['bank', 'late']], ['promises at risk', { promise: 'at_risk' }, ['bank']], ['promises missed', { promise: 'missed' }, ['late']],
  ['upset customers, as they are now', { mood: 'upset' }, ['bank']], ['two at once', { language: 'nl', promise: 'missed' }, ['late']], ['what is not there', { bot: 'travel' }, []],
];
for (const [name, filters, sessions] of FILTERED) test(`narrowed to ${name}`, () => assert.deepEqual(left(filters), sessions));

test('a promise that is broken by our own clock counts as missed', () => {
  const rows = narrowed([ticket('A', { sla: [goal('pending', -9, -1)] })], { ...noFilters(), promise: 'missed' }, NOW);
  assert.equal(rows.length, 1);
});

test('a bot is worth a choice where there is more than one', () => {
  assert.deepEqual(choicesOf(ROWS, [], noFilters()).bot, ['bank', 'shop']);
  assert.deepEqual(choicesOf(ROWS.slice(0, 1), ['shop'], noFilters()).bot, []);
});

test('languages are those that wait, and the one that is chosen', () => {
  assert.deepEqual(choicesOf(ROWS.slice(0, 1), [], { ...noFilters(), language: 'nl' }).language, ['en', 'nl']);
});

test('the number that is on is counted', () => assert.deepEqual([countOn(noFilters()), countOn({ ...noFilters(), bot: 'shop', mood: 'upset' })], [0, 2]));

const KEPT = [[undefined, noFilters()], [null, noFilters()], [{ bot: 'shop', priority: 'urgent', language: 'nl', promise: 'missed', mood: 'upset' }, { bot: 'shop', priority: 'urgent', language: 'nl', promise: 'missed', mood: 'upset' }],
  [{ bot: 7, priority: 'now', promise: 'x', mood: 'sad', more: 1 }, noFilters()]];
for (const [kept, filters] of KEPT) test(`kept as ${JSON.stringify(kept)}`, () => assert.deepEqual(filtersFrom(kept), filters));

test('one filter is set, the others stay; signing out clears them', () => {
  const set = [{ do: 'filter', filters: { bot: 'shop' } }, { do: 'filter', filters: { mood: 'upset' } }].reduce(reduce, emptyState());
  assert.deepEqual(set.filters, { ...noFilters(), bot: 'shop', mood: 'upset' });
  assert.deepEqual(reduce(set, { do: 'signed_out' }).filters, noFilters());
});

test('every promise is told with how it stands', () => {
  const sla = [goal('hit', -9, -5), goal('pending', 5, 9), goal('pending', -1, 9), goal('pending', -9, -1), goal('missed', -9, -5)];
  assert.deepEqual(promisesOf(ticket('A', { sla }), NOW).map(({ standing }) => standing), ['hit', 'pending', 'warn', 'missed', 'missed']);
  assert.deepEqual(promisesOf(ticket('A'), NOW), []);
});
