// Files on their way and in the conversation, at both ends.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileSize } from '../console/logic/format.js';
import { afterReload } from '../console/logic/held.js';
import { createStore } from '../console/logic/store.js';
import { unanswered } from '../console/logic/suggestions.js';
import { transcriptOf } from '../console/logic/transcript.js';
import { itemsOf, size } from '../widget/items.js';
import { speak } from '../texts/widget.js';

const AT = '2026-11-22T10:00:00Z';
const FILE = { id: '0f1e2d3c4b5a69788796a5b4c3d2e1f0', name: 'chair.png', type: 'image/png', bytes: 2_500_000 };
const upload = (over) => ({ cid: '01KAJ3X6ZC8V5T2N4QW7R9B0HD', at: Date.parse(AT), file: { name: 'chair.png', type: 'image/png', size: 2_500_000 }, most: 10 << 20, state: 'sending', ...over });
const event = (over) => ({ seq: 1, at: AT, owner: 1, from: 'customer', kind: 'message', text: 'chair.png', file: FILE, ...over });
const shown = (events, uploads) => itemsOf({ events, entries: [], uploads, readByAgent: 0, online: true }, 'en', speak('en')).filter((item) => item.type === 'message');

test('a file on its way stands once, and gives its place to the event', () => {
  const { cid } = upload();
  const [going] = shown([], [upload()]);
  assert.deepEqual([going.going, going.note, going.canRetry, going.file.name], [true, 'Sending…', false, 'chair.png']);
  const [sent, ...more] = shown([event({ cid })], [upload({ state: 'sent' })]);
  assert.deepEqual([sent.key, sent.file.id, sent.going, more.length], [going.key, FILE.id, undefined, 0]);
});

test('what a file was refused for is said in words, and tried again where that can help', () => {
  for (const [code, words, again] of [
    ['file_too_large', 'larger than 10 MB', false], ['file_kind', 'only images', false], ['scan_refused', 'scanner refuses', false],
    ['scan_failed', 'could not be scanned', true], ['offline', 'no connection', true], ['rate_limited', 'too many files', true], ['busy', 'Not sent', true],
  ]) {
    const [item] = shown([], [upload({ state: 'failed', code })]);
    assert.ok(item.note.includes(words), `${code}: ${item.note}`);
    assert.deepEqual([item.status, item.canRetry], ['failed', again], code);
  }
});

test('sizes are written as people read them', () => {
  for (const [bytes, words] of [[10, '1 kB'], [340_000, '332 kB'], [2_500_000, '2.4 MB'], [10 << 20, '10 MB']]) {
    assert.equal(size(bytes, 'en'), words);
    assert.equal(fileSize(bytes, 'en'), words);
  }
});

test('the console shows a file of either side as one message', () => {
  const entry = (n, type, over = {}) => ({ n, seq: n, at: AT, session: 's', event: { type, cid: `c${n}`, file: FILE }, ...over });
  const items = transcriptOf([entry(1, 'customer_sent_file'), entry(2, 'agent_sent_file', { agent: 'sanne' })]);
  const messages = items.filter((item) => item.show === 'message');
  assert.deepEqual(messages.map(({ from, file, name }) => [from, file.id, name]), [['customer', FILE.id, null], ['agent', FILE.id, 'sanne']]);
});

test('an agent who sent a file has answered', () => {
  const said = { n: 1, seq: 1, event: { type: 'customer_said', text: 'hello' } };
  assert.equal(unanswered([said]), 1);
  assert.equal(unanswered([said, { n: 2, seq: 2, event: { type: 'agent_sent_file', file: FILE } }]), null);
});

test('how much of a file has gone is kept, and a file does not outlive its page', () => {
  const store = createStore();
  const pending = { cid: 'a', kind: 'file', text: 'chair.png', at: AT, state: 'held', file: FILE };
  store.dispatch({ do: 'queue_message', session: 's', pending });
  store.dispatch({ do: 'message_state', session: 's', cid: 'a', state: 'sending', progress: 0.5 });
  assert.equal(store.get().outbox.s[0].progress, 0.5);
  assert.deepEqual(afterReload(store.get().outbox), {});
});
