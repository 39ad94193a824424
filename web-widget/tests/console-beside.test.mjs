// Conversations side by side: who is open, who is on the screen, and who gives way.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beside, besideChoices, close, layoutOf, neighbourOf, place, shownIn } from '../console/logic/beside.js';
import { reduce, emptyState } from '../console/logic/store.js';
import { unreadOf } from '../console/logic/rows.js';
import { createDrafts } from '../console/logic/drafts.js';

/** Opens each of `sessions` beside the one before, the last has the focus. */
const opened = (...sessions) => sessions.reduce((columns, session, i) => beside(columns, sessions[i - 1] ?? null, session), []);
const names = (columns) => columns.map((column) => column.session).join('');

const PLACES = [
  ['the first chat stands alone', place([], null, 'A'), 'A'],
  ['a chat chosen takes the place of the one with the focus', place(opened('A', 'B'), 'B', 'C'), 'AC'],
  ['a chat that is open stays where it is', place(opened('A', 'B'), 'B', 'A'), 'AB'],
  ['a chat opens beside', beside(opened('A'), 'A', 'B'), 'AB'],
  ['no chat is open twice', beside(opened('A', 'B'), 'B', 'A'), 'AB'],
  ['a fourth takes the place of the one unused for longest', beside(opened('A', 'B', 'C'), 'C', 'D'), 'DBC'],
  ['which is never the one with the focus', beside(opened('A', 'B', 'C'), 'A', 'D'), 'ADC'],
  ['nor, if it can be helped, one with a draft', beside(opened('A', 'B', 'C'), 'C', 'D', ['A']), 'ADC'],
  ['with a draft in each the one unused for longest gives way, and its draft is kept', beside(opened('A', 'B', 'C'), 'C', 'D', ['A', 'B', 'C']), 'DBC'],
  ['use counts, not where a column stands', beside(place(opened('A', 'B', 'C'), 'C', 'A'), 'A', 'D'), 'ADC'],
];
for (const [name, columns, expected] of PLACES) test(name, () => assert.equal(names(columns), expected));

const CLOSED = [
  ['one without the focus', 'C', 'A', 'BC', 'C'], ['the one with the focus hands it to the next', 'A', 'A', 'BC', 'B'],
  ['the last one hands it to the one before', 'C', 'C', 'AB', 'B'], ['one that is not open', 'C', 'X', 'ABC', 'C'],
];
for (const [name, focused, session, left, then] of CLOSED) {
  test(`closing ${name}`, () => {
    const after = close(opened('A', 'B', 'C'), focused, session);
    assert.deepEqual([names(after.columns), after.focused], [left, then]);
  });
}

test('closing the only one leaves nothing', () => assert.deepEqual(close(opened('A'), 'A', 'A'), { columns: [], focused: null }));

test('the focus goes round', () => {
  const columns = opened('A', 'B', 'C');
  assert.deepEqual([neighbourOf(columns, 'A', 1), neighbourOf(columns, 'C', 1), neighbourOf(columns, 'A', -1), neighbourOf(opened('A'), 'A', 1)], ['B', 'A', 'C', null]);
});

const SCREENS = [
  ['one chat is as ever, however narrow', ['A'], 20, 'A', false, 'beside'],
  ['a wide screen has room for three and the ticket', ['A', 'B', 'C'], 120, 'ABC', false, 'beside'],
  ['a laptop has room for two and the ticket', ['A', 'B'], 90, 'AB', false, 'beside'],
  ['three take the room of the ticket', ['A', 'B', 'C'], 90, 'ABC', false, 'over'],
  ['and two do where there is less', ['A', 'B'], 80, 'AB', false, 'over'],
  ['of three with room for two, those used last', ['A', 'B', 'C'], 80, 'BC', true, 'over'],
  ['below that one is on the screen, and the others are tabs', ['A', 'B', 'C'], 79, 'C', true, 'beside'],
  ['on a phone too', ['A', 'B'], 24, 'B', true, 'beside'],
];
for (const [name, sessions, width, shown, tabs, ticket] of SCREENS) {
  test(name, () => {
    const layout = layoutOf({ columns: opened(...sessions), selected: sessions.at(-1), width });
    assert.deepEqual({ ...layout, shown: layout.shown.join('') }, { shown, tabs, ticket });
  });
}

const ME = { name: 'sanne', display_name: 'Sanne', role: 'agent' };
const mine = (session, unread = 0) => ({ session, bot: 'shop', state: 'agent', agent: 'sanne', locale: 'en', priority: 'normal', unread });
const desk = (width, ...actions) => [{ do: 'frame', now: 0, frame: { type: 'welcome', rev: 1, agent: ME, queue: [], mine: ['A', 'B', 'C', 'D'].map((session) => mine(session)) } }, { do: 'width', width }, ...actions].reduce(reduce, emptyState());
const wrote = (session, unread) => ({ do: 'frame', now: 0, frame: { type: 'ticket', rev: 2, ticket: mine(session, unread) } });
const open = (session) => ({ do: 'beside', session, drafted: [] });

test('what is chosen is open, and what is closed is not', () => {
  const state = desk(90, { do: 'select', session: 'A' }, open('B'), { do: 'select', session: 'C' });
  assert.deepEqual([names(state.columns), state.selected], ['AC', 'C']);
  const closed = reduce(state, { do: 'close', session: 'C' });
  assert.deepEqual([names(closed.columns), closed.selected], ['A', 'A']);
  assert.deepEqual([reduce(closed, { do: 'close', session: 'A' })].map(({ columns, selected }) => [columns, selected]), [[[], null]]);
});

test('words in a chat that is beside are read, in a chat that is a tab they are not', () => {
  const [wide, narrow] = [90, 60].map((width) => {
    const state = desk(width, { do: 'select', session: 'A' }, open('B'), wrote('A', 2));
    return shownIn(state).map((session) => ({ do: 'look', session })).reduce(reduce, state);
  });
  assert.deepEqual([unreadOf(wide, wide.tickets.A), unreadOf(narrow, narrow.tickets.A)], [0, 2]);
});

test('to choose from are one’s chats that are not open, those with words not read first', () => {
  const state = desk(90, { do: 'select', session: 'A' }, wrote('C', 1));
  assert.deepEqual(besideChoices(state).map(({ session }) => session), ['C', 'B', 'D']);
  const theirs = { ...state, tickets: { ...state.tickets, B: { ...state.tickets.B, agent: 'tom' } } };
  assert.deepEqual(besideChoices(theirs).map(({ session }) => session), ['C', 'D']);
});

test('a chat that leaves stays in sight beside, until its column is closed', () => {
  const gone = desk(90, { do: 'select', session: 'A' }, open('B'), { do: 'follow', session: 'A' }, { do: 'frame', now: 0, frame: { type: 'gone', rev: 3, session: 'A' } });
  assert.equal(gone.departed.A.session, 'A');
  assert.deepEqual([names(gone.columns), gone.logs.A?.n], ['AB', 0]);
  const closed = reduce(gone, { do: 'close', session: 'A' });
  assert.deepEqual([closed.departed, closed.logs, closed.selected], [{}, {}, 'B']);
});

test('what a fourth chat pushes out and is gone is forgotten', () => {
  const state = desk(120, { do: 'select', session: 'A' }, open('B'), open('C'), { do: 'frame', now: 0, frame: { type: 'gone', rev: 3, session: 'A' } }, open('D'));
  assert.deepEqual([names(state.columns), state.departed], ['DBC', {}]);
});

test('what is open is kept with the rest of the place', () => {
  const all = new Map();
  const shelf = { getItem: (key) => all.get(key) ?? null, setItem: (key, value) => all.set(key, value), removeItem: (key) => all.delete(key) };
  createDrafts(shelf, shelf, 'sanne').writePlace({ tab: 'mine', selected: 'A', open: ['A', 'B'] });
  assert.deepEqual(createDrafts(shelf, shelf, 'sanne').readPlace(), { tab: 'mine', selected: 'A', open: ['A', 'B'] });
});
