// A session's log as the transcript shows it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { customerWords, departure, lastRead, transcriptOf } from '../console/logic/transcript.js';

let n = 0;
const entry = (event, more = {}) => ({ id: `e${++n}`, n, seq: null, at: '2026-11-21T10:00:00Z', agent: null, event, ...more });
const said = (seq, text, at) => entry({ type: 'customer_said', cid: `c${seq}`, text }, { seq, ...(at ? { at } : {}) });
const agentSaid = (seq, cid) => entry({ type: 'agent_said', cid, text: 'hello' }, { seq, agent: 'sanne' });
const shown = (items) => items.filter((item) => item.show === 'message').map((item) => `${item.from}: ${item.text}`);

test('a message says which of its hidden values are kept, and who looked stands between the messages', () => {
  const kept = { ...said(1, 'write to [email:1]'), event: { type: 'customer_said', cid: 'k', text: 'write to [email:1]', sealed: ['[email:1]'] } };
  const looked = entry({ type: 'contact_revealed', of: 1, placeholder: '[email:1]' });
  const items = transcriptOf([kept, said(2, 'hello'), looked]).filter((item) => item.show !== 'day');
  assert.deepEqual(items.map((item) => item.sealed ?? item.event.type), [['[email:1]'], [], 'contact_revealed']);
});

test('understanding and decision stand with the message they are about', () => {
  const heard = { intents: [{ intent: 'track_order', confidence: 0.9 }] };
  const items = transcriptOf([said(1, 'where?'), said(2, 'hello?'), entry({ type: 'understood', of: 1, heard }), entry({ type: 'decided', of: 1, decision: { do: 'rephrase' }, mood: -0.1 })]);
  const [first, second] = items.filter((item) => item.show === 'message');
  assert.equal(first.heard, heard);
  assert.equal(first.decided.decision.do, 'rephrase');
  assert.equal(second.heard, null);
});

test('everyone is told apart, notes too', () => {
  const items = transcriptOf([
    entry({ type: 'greeted', text: 'Hi', choices: [] }), said(2, 'help'), entry({ type: 'bot_replied', cause_seq: 2, text: 'Sure', choices: [], sources: [] }),
    entry({ type: 'agent_said', cid: 'a', text: 'I am here' }), entry({ type: 'note_added', cid: 'b', text: 'be careful' }), entry({ type: 'customer_chose', cid: 'c', choice: 'x', label: 'Yes', to: 1 }),
  ]);
  assert.deepEqual(shown(items), ['bot: Hi', 'customer: help', 'bot: Sure', 'agent: I am here', 'note: be careful', 'customer: Yes']);
});

test('a bot’s answer keeps its choices and articles', () => {
  const source = { id: 'track', title: 'Track your order' };
  const [, reply] = transcriptOf([entry({ type: 'bot_replied', cause_seq: 1, text: 'x', choices: [{ id: 'person', label: 'Person' }], sources: [source] })]);
  assert.deepEqual([reply.sources, reply.choices.length], [[source], 1]);
});

test('the words of a turn are found by its number, tapped ones too', () => {
  const log = [said(1, 'where?'), entry({ type: 'customer_chose', cid: 'c', choice: 'x', label: 'Yes', to: 1 }, { seq: 3 }), entry({ type: 'bot_replied', text: 'Sure' }, { seq: 2 })];
  assert.deepEqual([1, 2, 3, 4].map((seq) => customerWords(log, seq)), ['where?', '', 'Yes', '']);
});

test('a new day is marked once', () => {
  const items = transcriptOf([said(1, 'a', '2026-11-20T12:00:00Z'), said(2, 'b', '2026-11-20T12:01:00Z'), said(3, 'c', '2026-11-21T12:00:00Z')]);
  assert.deepEqual(items.map((item) => item.show), ['day', 'message', 'message', 'day', 'message']);
});

test('queue positions and unknown events leave no line', () => {
  assert.deepEqual(transcriptOf([entry({ type: 'queue_moved', position: 2 }), entry({ type: 'from_the_future' })]), []);
});

test('what is on its way stands last and keeps its key once it is in the log', () => {
  const [, , waiting] = transcriptOf([said(1, 'a')], [{ cid: 'x1', kind: 'say', text: 'hello', at: '2026-11-21T10:00:01Z', state: 'sending' }]);
  const [, , recorded] = transcriptOf([said(1, 'a'), agentSaid(2, 'x1')]);
  assert.equal(waiting.pending.state, 'sending');
  assert.equal(waiting.key, recorded.key);
});

test('the last message the customer has read is marked', () => {
  const items = transcriptOf([agentSaid(2, 'x'), agentSaid(3, 'y'), agentSaid(5, 'z')]);
  assert.deepEqual([lastRead(items, 4), lastRead(items, 1)], ['cy', null]);
});

const DEPARTURES = [
  ['a colleague took it', [{ type: 'queued' }, { type: 'agent_accepted', name: 'Tom' }], 'taken', 'Tom'],
  ['it was resolved', [{ type: 'agent_accepted', name: 'Tom' }, { type: 'resolved' }, { type: 'survey_offered' }], 'resolved', ''],
  ['the customer left the queue', [{ type: 'queued' }, { type: 'queue_left' }], 'left', ''],
  ['the customer ended it', [{ type: 'customer_ended' }], 'ended', ''],
  ['the bot has it again', [{ type: 'returned_to_bot' }], 'returned', ''],
  ['nothing is known', [{ type: 'queued' }], 'gone', ''],
  ['there is no log', [], 'gone', ''],
];
for (const [name, events, how, who] of DEPARTURES) {
  test(`a departure is explained: ${name}`, () => assert.deepEqual(departure(events.map((event) => entry(event))), { how, who }));
}

test('what an agent corrected stands with its message, the last word alone', () => {
  const entry = (n, event, seq = null) => ({ id: `${n}`, n, seq, at: '2026-11-21T10:00:00Z', agent: null, event });
  const log = [entry(1, { type: 'customer_said', cid: 'c', text: 'hi' }, 1), entry(2, { type: 'corrected', of: 1, correction: { intent: 'a' } }), entry(3, { type: 'corrected', of: 1, correction: { intent: 'b' } })];
  const [, said] = transcriptOf(log);
  assert.equal(said.corrected.intent, 'b');
});
