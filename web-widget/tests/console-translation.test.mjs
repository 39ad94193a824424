// Translations in the console: which message, for which bot, and how they are remembered.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStore } from '../console/logic/store.js';
import { keyOf, lastTyped, translates } from '../console/logic/translation.js';

const said = (seq, type = 'customer_said') => ({ n: seq, seq, event: { type, text: 'words' } });

test('the last message that a customer typed is the one to translate', () => {
  assert.equal(lastTyped([said(1), said(2), said(3, 'agent_said'), said(4, 'customer_chose'), said(5, 'customer_sent_file')]), 2);
  assert.equal(lastTyped([said(1, 'greeted')]), null);
});

test('only bots that have translation offer it', () => {
  const store = createStore();
  const welcome = (translates) => ({ do: 'frame', now: 0, frame: { type: 'welcome', rev: 1, translates } });
  store.dispatch(welcome(['shop']));
  assert.deepEqual(['shop', 'bank'].map((bot) => translates(store.get(), { bot })), [true, false]);
  store.dispatch(welcome(undefined));
  assert.equal(translates(store.get(), { bot: 'shop' }), false);
});

test('a translation is kept by its message until it is hidden', () => {
  const store = createStore();
  const key = keyOf('s', 2);
  store.dispatch({ do: 'translation', key, translation: { state: 'asked' } });
  store.dispatch({ do: 'translation', key, translation: { state: 'done', text: 'words', from: 'de' } });
  assert.deepEqual(store.get().translations, { 's/2': { state: 'done', text: 'words', from: 'de' } });
  store.dispatch({ do: 'translation', key, translation: null });
  assert.deepEqual(store.get().translations, {});
});
