// What is kept in the browser and in the tab, and what is not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDrafts, safely } from '../console/logic/drafts.js';

const DAY = 24 * 3600 * 1000;

/** @returns {import('../console/logic/drafts.js').Shelf & {all: Map<string, string>}} */
function shelf() {
  const all = new Map();
  return { all, getItem: (key) => all.get(key) ?? null, setItem: (key, value) => all.set(key, value), removeItem: (key) => all.delete(key) };
}

test('drafts are kept per conversation, kind and agent', () => {
  const [browser, tab] = [shelf(), shelf()];
  const drafts = createDrafts(browser, tab, 'sanne');
  drafts.write('A', 'say', 'hel');
  drafts.write('A', 'note', 'psst');
  const reloaded = createDrafts(browser, shelf(), 'sanne');
  assert.deepEqual([reloaded.read('A', 'say'), reloaded.read('A', 'note'), reloaded.read('B', 'say')], ['hel', 'psst', '']);
  assert.equal(createDrafts(browser, tab, 'tom').read('A', 'say'), '');
});

test('an emptied draft, and a forgotten conversation, leave nothing', () => {
  const browser = shelf();
  const drafts = createDrafts(browser, shelf(), 'sanne');
  drafts.write('A', 'say', 'x');
  drafts.write('A', 'note', 'y');
  drafts.write('B', 'say', 'z');
  drafts.write('B', 'say', '');
  drafts.forget('A');
  assert.equal(browser.all.size, 0);
});

test('a draft nobody came back to for a week is gone', () => {
  const browser = shelf();
  let now = 0;
  const drafts = createDrafts(browser, shelf(), 'sanne', () => now);
  drafts.write('A', 'say', 'old');
  now = 6 * DAY;
  assert.equal(drafts.read('A', 'say'), 'old');
  drafts.write('B', 'say', 'new');
  now = 8 * DAY;
  assert.deepEqual([drafts.read('A', 'say'), drafts.read('B', 'say')], ['', 'new']);
});

test('signing out leaves nothing behind', () => {
  const [browser, tab] = [shelf(), shelf()];
  const drafts = createDrafts(browser, tab, 'sanne');
  drafts.write('A', 'say', 'x');
  drafts.writeOutbox({ A: [] });
  drafts.writePlace({ tab: 'mine', selected: 'A' });
  drafts.clear();
  assert.deepEqual([browser.all.size, tab.all.size], [0, 0]);
});

test('a storage that refuses or holds nonsense is no trouble', () => {
  const refusing = safely(() => { throw new Error('denied'); });
  const drafts = createDrafts(refusing, refusing, 'sanne');
  drafts.write('A', 'say', 'x');
  assert.equal(drafts.read('A', 'say'), '');
  const broken = { ...shelf(), getItem: () => '{nonsense' };
  assert.equal(createDrafts(broken, broken, 'sanne').read('A', 'say'), '');
});
