// The conversation as a text file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { speak } from '../texts/widget.js';
import { transcript } from '../widget/transcript.js';

const at = new Date(2026, 10, 21, 9, 5).toISOString();
const event = (from, text, more = {}) => ({ type: 'event', seq: 1, at, owner: 1, from, kind: 'message', text, ...more });
const EVENTS = [
  event('bot', 'Hello.\n\n- one\n- two'), event('customer', 'Where is my sofa?'), event('system', undefined, { kind: 'state', state: 'queued' }),
  event('system', 'Sanne is here.', { kind: 'notice' }), event('agent', 'Tomorrow.', { name: 'Sanne' }), event('agent', 'Bye.'),
  event('bot', 'How was it?', { kind: 'survey' }), event('customer', undefined, { kind: 'survey', score: 5 }), event('system', undefined, { kind: 'queue', position: 2 }),
];
const lines = (locale) => transcript(EVENTS, 'Fernhout', locale, speak(locale)).split('\n');

test('it says whose chat it is, then who said what and when', () => {
  assert.deepEqual(lines('en-GB'), [
    'Chat with Fernhout', '',
    '[21 Nov 2026, 09:05] Bot:', 'Hello.', '', '- one', '- two', '',
    '[21 Nov 2026, 09:05] You:', 'Where is my sofa?', '',
    '[21 Nov 2026, 09:05] Fernhout:', 'Sanne is here.', '',
    '[21 Nov 2026, 09:05] Sanne (person):', 'Tomorrow.', '',
    '[21 Nov 2026, 09:05] A colleague (person):', 'Bye.', '',
  ]);
});

test('it speaks Dutch too', () => {
  const [title, , first] = lines('nl');
  assert.deepEqual([title, first], ['Chat met Fernhout', '[21 nov 2026, 09:05] Bot:']);
  assert.ok(lines('nl').includes('[21 nov 2026, 09:05] Sanne (mens):'));
});

test('states, places in the queue and ratings are no words of anybody', () => {
  const text = transcript(EVENTS, 'Fernhout', 'en', speak('en'));
  assert.doesNotMatch(text, /undefined|null|How was it|queued/);
});

test('a chat in which nothing was said is a title', () => assert.equal(transcript([], 'Fernhout', 'en', speak('en')), 'Chat with Fernhout\n'));
