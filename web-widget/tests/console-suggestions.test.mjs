// For which message answers are suggested, and what becomes of one.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftWith, glance, unanswered } from '../console/logic/suggestions.js';

const entries = (...types) => types.map((type, i) => ({ n: i + 1, seq: i + 1, event: { type } }));
const ROWS = [
  ['nothing was said', [], null],
  ['the customer typed', ['greeted', 'customer_said'], 2],
  ['what happens beside it changes nothing', ['customer_said', 'agent_accepted', 'noticed', 'note_added'], 1],
  ['the newest of two', ['customer_said', 'customer_said'], 2],
  ['an agent answered', ['customer_said', 'agent_said'], null],
  ['the customer asked on', ['customer_said', 'agent_said', 'customer_said'], 3],
  ['a tapped choice is no question', ['customer_said', 'customer_chose'], null],
];
for (const [name, types, seq] of ROWS) test(name, () => assert.equal(unanswered(entries(...types)), seq));

test('a draft keeps what was written and names its source', () => {
  const article = { id: 'a', title: 'Returns', body: 'Send it back.' };
  assert.equal(draftWith('', article, 'Source: Returns'), 'Send it back.\n\nSource: Returns');
  assert.equal(draftWith('Hello Noor, ', article, 'Source: Returns'), 'Hello Noor,\n\nSend it back.\n\nSource: Returns');
});

test('a glance is plain and short', () => {
  assert.equal(glance('**Thirty days.** See [returns](https://shop.example/r).\n\n- one\n- two\n1. three'), 'Thirty days. See returns. one two three');
  assert.ok(glance('word '.repeat(100)).length <= 141);
});
