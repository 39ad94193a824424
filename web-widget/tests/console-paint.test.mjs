// At most one drawing a frame, and never a lost change.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oncePerFrame } from '../console/logic/paint.js';

function start() {
  const drawn = [];
  let frames = [];
  const draw = oncePerFrame((value) => drawn.push(value), (then) => frames.push(then));
  const frame = () => { const due = frames; frames = []; due.forEach((then) => then()); };
  return { drawn, draw, frame };
}

test('a first change is drawn at once', () => {
  const { drawn, draw } = start();
  draw(1);
  assert.deepEqual(drawn, [1]);
});

test('a burst is drawn at its start and once at the end of the frame', () => {
  const { drawn, draw, frame } = start();
  for (let i = 1; i <= 2000; i += 1) draw(i);
  frame();
  frame();
  assert.deepEqual(drawn, [1, 2000]);
});

test('after a quiet frame the next change is drawn at once', () => {
  const { drawn, draw, frame } = start();
  draw(1);
  frame();
  draw(2);
  assert.deepEqual(drawn, [1, 2]);
});
