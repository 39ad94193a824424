// The log shows every event exactly once and in order, and the rows say what is true.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Conversation } from '../widget/conversation.js';
import { itemsOf } from '../widget/items.js';
import { CATALOGUE, speak } from '../texts/widget.js';
import { dayName, waitText } from '../widget/time.js';

const say = speak('en');
const NOW = new Date(2026, 10, 21, 12, 0);
const event = (seq, more = {}) => ({ type: 'event', seq, at: NOW.toISOString(), owner: 1, from: 'bot', kind: 'message', text: 't' + seq, ...more });
const welcome = (more = {}) => ({ session: 'S1', token: 't', store: 's', head_seq: 0, state: 'bot', owner: 1, ...more });
const state = (seq, state, agent = null) => event(seq, { from: 'system', kind: 'state', state, agent, owner: seq, text: undefined });

function rows(events, entries = [], more = {}) {
  return itemsOf({ events, entries, readByAgent: 0, online: true, ...more }, 'en', say, NOW);
}
const messages = (...args) => rows(...args).filter((row) => row.type === 'message');
const entry = (cid, more = {}) => ({ cid, at: NOW.getTime(), request: { type: 'say', text: cid }, label: cid, state: 'sending', ...more });

test('an event is shown exactly when it is the next one', () => {
  const log = new Conversation();
  assert.equal(log.take(event(1)), 'shown');
  assert.equal(log.take(event(1)), 'dropped');
  assert.equal(log.take(event(3)), 'gap');
  assert.equal(log.take(event(2)), 'shown');
  assert.equal(log.take(event(3)), 'shown');
  assert.deepEqual(log.events.map((e) => e.seq), [1, 2, 3]);
});

test('the log is ready once it has what the welcome promised', () => {
  const log = new Conversation();
  assert.equal(log.ready, false);
  log.welcome(welcome({ head_seq: 2 }));
  log.take(event(1));
  assert.equal(log.ready, false);
  log.take(event(2));
  assert.equal(log.ready, true);
});

test('the talk goes from bot to queue to a person and back', () => {
  const log = new Conversation();
  log.take(state(1, 'queued'));
  log.take(event(2, { kind: 'queue', from: 'system', position: 2, wait_s: { p50: 30, p90: 90 } }));
  assert.deepEqual([log.state, log.queue?.position], ['queued', 2]);
  log.take(state(3, 'agent', { name: 'Sanne' }));
  assert.deepEqual([log.state, log.agent, log.queue], ['agent', 'Sanne', null]);
  log.take(state(4, 'bot'));
  assert.deepEqual([log.state, log.agent], ['bot', null]);
});

test('the words of the brand about a change of hands stand alone', () => {
  const notice = event(2, { from: 'system', kind: 'notice', text: 'Sanne from Fernhout is here.' });
  const system = (...events) => rows(events).filter((row) => row.type === 'system').map((row) => row.text);
  assert.deepEqual(system(state(1, 'agent', { name: 'Sanne' }), notice), ['Sanne from Fernhout is here.']);
  assert.match(system(state(1, 'agent', { name: 'Sanne' }))[0], /^Sanne has joined/);
});

test('an agent who does not sign is the one who has the chat', () => {
  const log = new Conversation();
  log.take(state(1, 'agent', { name: 'Sanne' }));
  log.take(event(2, { from: 'agent' }));
  assert.equal(log.events[1].name, 'Sanne');
});

test('a typing sign ends with the message, and the bot never types over a person', () => {
  const log = new Conversation();
  log.type('bot', true);
  assert.equal(log.typing, 'bot');
  log.take(event(1));
  assert.equal(log.typing, null);
  log.type('bot', true);
  log.take(state(2, 'agent', { name: 'Sanne' }));
  assert.equal(log.typing, null);
  log.type('bot', true);
  assert.equal(log.typing, null);
  log.type('agent', true);
  assert.equal(log.typing, 'agent');
});

test('unread counts what others said', () => {
  const log = new Conversation();
  [event(1), event(2, { from: 'customer' }), state(3, 'queued'), event(4)].forEach((e) => log.take(e));
  assert.deepEqual([log.unreadAfter(0), log.unreadAfter(1), log.unreadAfter(4)], [2, 1, 0]);
});

const offer = event(1, { choices: [{ id: 'a', label: 'Answer A' }, { id: 'b', label: 'Answer B' }] });
const choosable = [
  ['when they are new', [offer], [], true],
  ['not once one is on its way', [offer], [entry('c', { label: 'Answer A', request: { type: 'choose', choice: 'a', ref: 1 } })], false],
  ['not once something was said', [offer, event(2, { from: 'customer', text: 'Answer A' })], [], false],
  ['not once the bot went on', [offer, event(2)], [], false],
  ['not once it changed hands', [offer, state(2, 'queued')], [], false],
  ['still after a notice', [offer, event(2, { kind: 'notice', from: 'system' })], [], true],
  ['still while the queue moves', [offer, event(2, { kind: 'queue', from: 'system' })], [], true],
];
for (const [name, events, entries, expected] of choosable) {
  test(`choices can be tapped: ${name}`, () => assert.equal(messages(events, entries)[0].choosable, expected));
}

test('the choice that was taken is marked', () => {
  const chosen = (...args) => messages(...args)[0].choices.map((c) => c.chosen);
  assert.deepEqual(chosen([offer, event(2, { from: 'customer', text: 'Answer B', choice: 'b', ref: 1 })]), [false, true]);
  assert.deepEqual(chosen([offer], [entry('c', { request: { type: 'choose', choice: 'a', ref: 1 } })]), [true, false]);
  assert.deepEqual(chosen([offer, event(2, { from: 'customer', text: 'Answer B' })]), [false, false]);
});

const notes = [
  ['on its way', entry('c'), true, 'Sending…'],
  ['waiting for a connection', entry('c'), false, 'Waiting for connection'],
  ['acknowledged', entry('c', { state: 'sent' }), true, 'Sent'],
  ['late', entry('c', { state: 'failed', code: 'late' }), false, 'Not sent'],
  ['too long', entry('c', { state: 'failed', code: 'too_long' }), true, 'Not sent: too long'],
];
for (const [name, unsent, online, note] of notes) {
  test(`a message says what is true of it: ${name}`, () => assert.equal(messages([], [unsent], { online })[0].note, note));
}

test('a message keeps its row from unsent to shown', () => {
  const [before] = messages([], [entry('X')]);
  const [after] = messages([event(1, { from: 'customer', cid: 'X', text: 'X' })]);
  assert.equal(before.key, after.key);
});

test('only the last of mine says sent, and seen once the agent has read it', () => {
  const mine = [1, 2].map((seq) => event(seq, { from: 'customer', cid: 'c' + seq }));
  assert.deepEqual(messages(mine).map((m) => m.note), ['', 'Sent']);
  assert.deepEqual(messages(mine, [], { readByAgent: 2 }).map((m) => m.note), ['', 'Seen']);
});

test('a run by one sender has one head and one tail', () => {
  const run = messages([event(1), event(2), event(3, { from: 'agent', name: 'Sanne' })]);
  assert.deepEqual(run.map((m) => [m.first, m.last]), [[true, false], [false, true], [true, true]]);
});

test('a line stands between days', () => {
  const yesterday = new Date(2026, 10, 20, 23, 59).toISOString();
  const lines = rows([event(1, { at: yesterday }), event(2)]).map((row) => (row.type === 'day' ? row.text : row.type));
  assert.deepEqual(lines, ['Yesterday', 'message', 'Today', 'message']);
});

test('the survey shows the answer, also while it is on its way', () => {
  const asked = event(1, { kind: 'survey', from: 'system' });
  const score = (...args) => rows(...args).find((row) => row.type === 'survey').score;
  assert.equal(score([asked]), null);
  assert.equal(score([asked], [entry('c', { request: { type: 'rate', score: 3, comment: null } })]), 3);
  assert.equal(score([asked, event(2, { kind: 'survey', from: 'customer', score: 5 })]), 5);
});

test('a rating that was changed shows the newest, in one survey', () => {
  const asked = event(1, { kind: 'survey', from: 'system' });
  const given = (seq, score) => event(seq, { kind: 'survey', from: 'customer', score, text: undefined });
  const shown = (...args) => rows(...args).filter((row) => row.type !== 'day').map((row) => [row.type, row.score ?? row.text]);
  assert.deepEqual(shown([asked, given(2, 1), given(3, 4)]), [['survey', 4]]);
  assert.deepEqual(shown([asked, given(2, 1)], [entry('c', { request: { type: 'rate', score: 2, comment: null } }), entry('d', { request: { type: 'rate', score: 5, comment: 'x' } })]), [['survey', 5]]);
});

test('of a survey that another one followed only the answer is left', () => {
  const asked = (seq) => event(seq, { kind: 'survey', from: 'system', text: 'How was it?' });
  const given = event(2, { kind: 'survey', from: 'customer', score: 3, text: undefined });
  const shown = (...args) => rows(...args).filter((row) => row.type !== 'day').map((row) => [row.type, row.score ?? row.text]);
  assert.deepEqual(shown([asked(1), given, asked(3)]), [['system', 'Thank you. You rated this chat 3 of 5.'], ['survey', 'How was it?']]);
  assert.deepEqual(shown([asked(1), asked(2)]), [['survey', 'How was it?']]);
});

test('rows have keys of their own', () => {
  const keys = rows([event(1), event(2, { from: 'customer', cid: 'c' }), state(3, 'queued')], [entry('d')]).map((row) => row.key);
  assert.equal(new Set(keys).size, keys.length);
});

const waits = [[{ p50: 120, p90: 300, right: 0.88 }, 'Usual wait 2 to 5 min; that was right 9 times out of 10'], [{ p50: 120, p90: 300, right: 0.1 }, 'Usual wait 2 to 5 min; that was right once out of 10 times'],
  [{ p50: 120, p90: 300, right: null }, 'Usual wait 2 to 5 min'], [{ p50: 120, p90: 300, right: 9 }, 'Usual wait 2 to 5 min'], [null, ''], [{ p50: 20, p90: 55 }, 'Usual wait under a minute'], [{ p50: 70, p90: 110 }, 'Usual wait 2 min'], [{ p50: 45, p90: 170 }, 'Usual wait 1 to 3 min']];
test('how right a wait has been reads in Dutch too', () => assert.equal(waitText({ p50: 120, p90: 300, right: 0.9 }, speak('nl')), 'Meestal 2 tot 5 min; dat klopte 9 van de 10 keer'));
for (const [i, [wait, text]] of waits.entries()) test(`${i}: a wait in words: ${text || 'unknown'}`, () => assert.equal(waitText(wait, say), text));

test('an older day has its date', () => {
  assert.match(dayName(new Date(2026, 10, 2), NOW, 'en-GB', say), /^Monday,? 2 November$/);
  assert.match(dayName(new Date(2025, 10, 2), NOW, 'en-GB', say), /^Sunday,? 2 November 2025$/);
});

test('both languages say the same things, with the same blanks', () => {
  const blanks = (text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort().join();
  assert.deepEqual(Object.keys(CATALOGUE.nl), Object.keys(CATALOGUE.en));
  for (const word of Object.keys(CATALOGUE.en)) assert.equal(blanks(CATALOGUE.nl[word]), blanks(CATALOGUE.en[word]), word);
});

test('a form for an address tells how the address fares', () => {
  const asked = event(1, { from: 'system', kind: 'form', form: 'email', text: 'Where to?' });
  const given = event(2, { from: 'customer', kind: 'form', form: 'email', cid: 'a', text: undefined });
  const leaving = (state) => entry('a', { request: { type: 'leave_address', email: 'z@q.example' }, label: undefined, state });
  const form = (...args) => rows(...args).filter((row) => row.type !== 'day').map((row) => [row.type, row.state]);
  assert.deepEqual(form([asked]), [['form', 'open']]);
  assert.deepEqual(form([asked], [leaving('sending')]), [['form', 'sending']]);
  assert.deepEqual(form([asked], [leaving('failed')]), [['form', 'wrong']]);
  assert.deepEqual(form([asked, given]), [['form', 'given']]);
});
