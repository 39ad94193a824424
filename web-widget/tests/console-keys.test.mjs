// Which keys do what, and when they do nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GROUPS, commandOf, groupsFor } from '../console/logic/keys.js';
import { emptyState } from '../console/logic/store.js';
import { strings } from '../texts/console.js';

const press = (more) => ({ code: '', key: '', altKey: false, ctrlKey: false, metaKey: false, ...more });
const alt = (code) => press({ code, key: '∆', altKey: true });
const alone = (key) => press({ key });
const ALL = GROUPS.flatMap(({ shortcuts }) => shortcuts);

const WHEN = { typing: { typing: true, single: true }, reading: { typing: false, single: true }, modest: { typing: false, single: false } };
const ROWS = [
  ['Alt+J', alt('KeyJ'), 'typing', 'next'], ['Alt+K', alt('KeyK'), 'reading', 'previous'], ['Alt+N', alt('KeyN'), 'typing', 'accept_next'],
  ['Alt+S', alt('KeyS'), 'typing', 'search'], ['Alt+T', alt('KeyT'), 'typing', 'transfer'], ['Alt+B', alt('KeyB'), 'typing', 'return'], ['Alt+E', alt('KeyE'), 'modest', 'resolve'],
  ['Alt+/', alt('Slash'), 'typing', 'help'], ['?', alone('?'), 'reading', 'help'], ['?', alone('?'), 'typing', null], ['?', alone('?'), 'modest', null],
  ['j', alone('j'), 'reading', 'next'], ['j', alone('j'), 'typing', null], ['j', alone('j'), 'modest', null], ['/', alone('/'), 'reading', 'search'], ['r', alone('r'), 'reading', 'reply'],
  ['Alt+O', alt('KeyO'), 'typing', 'beside'], ['o', alone('o'), 'reading', 'beside'], ['Alt+,', alt('Comma'), 'typing', 'column_before'], ['Alt+.', alt('Period'), 'typing', 'column_after'], ['Alt+Q', alt('KeyQ'), 'typing', 'close_column'],
  ['Alt+C', alt('KeyC'), 'typing', 'take_over'], ['Alt+M', alt('KeyM'), 'typing', 'snooze'], ['Alt+Y', alt('KeyY'), 'typing', 'offer_accept'], ['Alt+X', alt('KeyX'), 'typing', 'offer_decline'], ['Alt+R', alt('KeyR'), 'typing', 'available'],
  ['Alt+4', alt('Digit4'), 'typing', 'tab_mine'], ['5', alone('5'), 'reading', 'tab_waiting'], ['6', alone('6'), 'modest', null],
  ['y', alone('y'), 'reading', null], ['c', alone('c'), 'reading', null], ['a key without a name', alone(''), 'reading', null],
  ['Shift+J', alone('J'), 'reading', null], ['q', alone('q'), 'reading', null],
  ['Ctrl+Alt+J', { ...alt('KeyJ'), ctrlKey: true }, 'reading', null], ['Ctrl+A', { ...alone('a'), ctrlKey: true }, 'reading', null], ['Cmd+R', { ...alone('r'), metaKey: true }, 'reading', null],
];
for (const [name, key, when, command] of ROWS) {
  test(`${name} while ${when} is ${command}`, () => assert.equal(commandOf(key, WHEN[when]), command));
}

test('no key is one that browsers keep for themselves: the address, the menus', () => {
  for (const code of ['KeyD', 'KeyF', 'KeyH', 'Home', 'ArrowLeft', 'ArrowRight', 'Space', 'Tab', 'F4']) assert.equal(ALL.find((shortcut) => shortcut.code === code), undefined, code);
});

test('no key means two things, and the sheet names every command in both languages', () => {
  for (const part of ['command', 'code', 'alt', 'key']) {
    const named = ALL.map((shortcut) => shortcut[part]).filter(Boolean);
    assert.equal(new Set(named).size, named.length, part);
  }
  for (const catalogue of Object.values(strings)) {
    for (const { command } of ALL) assert.ok(catalogue[`help.${command}`], command);
    for (const { group } of GROUPS) assert.ok(catalogue[`help.${group}`], group);
  }
});

const SHEETS = [
  ['an agent', { role: 'agent' }, {}, ['take_over', 'answer_call', 'board', 'translate', 'translate_draft', 'ask_address']],
  ['an agent whose bot has a translator', { role: 'agent' }, { translates: ['shop'] }, ['take_over', 'answer_call', 'board', 'ask_address']],
  ['a supervisor', { role: 'supervisor' }, {}, ['translate', 'translate_draft', 'ask_address']],
  ['an administrator where there is all', { role: 'admin' }, { translates: ['shop'], mail: true }, []],
];
for (const [who, me, there, without] of SHEETS) {
  test(`the sheet tells ${who} what they may do, and no more`, () => {
    const told = groupsFor({ ...emptyState(), me, ...there }).flatMap(({ shortcuts }) => shortcuts.map(({ command }) => command));
    assert.deepEqual(ALL.map(({ command }) => command).filter((command) => !told.includes(command)).sort(), [...without].sort());
  });
}
