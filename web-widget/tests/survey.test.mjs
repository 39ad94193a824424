// One tap rates; another takes its place, and a comment goes with the number it belongs to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { begun, commented, tapped } from '../widget/rating.js';
import { speak } from '../texts/widget.js';
import { focused, openPage, place, wordsOf } from './page-around.mjs';

openPage();
const { fillSurvey } = await import('../widget/survey.js');

/** A survey on a page, drawn anew with each number as the panel does, and what it sent. */
function asked() {
  const sent = [];
  const outbox = [];
  const here = place();
  const survey = { type: 'survey', key: 'e9', text: 'How was it?', score: null };
  const draw = () => fillSurvey({ root: { adoptedStyleSheets: [] }, client, say: speak('en'), view: { log: place() } }, here, survey);
  const client = {
    log: { session: 'S' }, outbox: { list: () => [...outbox] },
    discard: (cid) => outbox.splice(outbox.findIndex((entry) => entry.cid === cid), 1),
    request(request) {
      sent.push(request);
      outbox.push({ cid: String(sent.length), request, state: 'sending' });
      const again = survey.score !== request.score;
      survey.score = request.score;
      if (again) draw();
    },
  };
  draw();
  return { here, sent, outbox, draw, tap: (n) => here.one(`rate-${n}`).click(), write(words) { const field = here.one('rate-comment'); field.value = words; field.dispatchEvent(new Event('input')); }, send: () => here.one('rate-send').click() };
}

test('a tap sends the number at once, and thanks', () => {
  const survey = asked();
  assert.deepEqual([survey.here.one('rated'), survey.here.one('rate-comment')], [null, null]);
  survey.tap(4);
  assert.deepEqual(survey.sent, [{ type: 'rate', score: 4, comment: null }]);
  assert.match(wordsOf(survey.here.one('rated')), /^Thank you\. You rated this chat 4 of 5\./);
  assert.deepEqual([3, 4].map((n) => survey.here.one(`rate-${n}`).getAttribute('aria-pressed')), ['false', 'true']);
});

test('the focus stays on the number that was tapped', () => {
  const survey = asked();
  survey.tap(2);
  assert.equal(focused(), survey.here.one('rate-2'));
});

test('another number takes the place of the first, the same one does nothing', () => {
  const survey = asked();
  survey.tap(1);
  survey.tap(1);
  survey.tap(5);
  assert.deepEqual(survey.sent.map(({ score }) => score), [1, 5]);
  assert.deepEqual(survey.outbox.map(({ request }) => request.score), [5], 'what has not gone yet gives way');
});

test('a comment goes with the number, once', () => {
  const survey = asked();
  survey.tap(5);
  survey.write('  Quick and kind. ');
  survey.send();
  assert.deepEqual(survey.sent.at(-1), { type: 'rate', score: 5, comment: 'Quick and kind.' });
  assert.equal(survey.here.one('rate-comment'), null);
  assert.match(wordsOf(survey.here.one('rated')), /comment has been sent/);
});

test('a number that changes after the comment keeps the comment', () => {
  const survey = asked();
  survey.tap(5);
  survey.write('Kind.');
  survey.send();
  survey.tap(3);
  assert.deepEqual(survey.sent.at(-1), { type: 'rate', score: 3, comment: 'Kind.' });
});

test('a comment half written outlives another number, and an empty one is not sent', () => {
  const survey = asked();
  survey.tap(5);
  survey.send();
  assert.equal(survey.sent.length, 1);
  survey.write('Kind');
  survey.tap(4);
  assert.equal(survey.here.one('rate-comment').value, 'Kind');
});

test('each survey stands once, whatever was rated', () => {
  const survey = asked();
  survey.tap(5);
  survey.draw();
  assert.equal(survey.here.all('rate-5').length, 1);
});

test('what is sent, without a page', () => {
  const rating = begun();
  assert.equal(commented(rating, 4), null);
  assert.deepEqual(tapped(rating, 4), { type: 'rate', score: 4, comment: null });
  rating.draft = 'x';
  assert.deepEqual([commented(rating, 4), rating.draft, tapped(rating, 2).comment], [{ type: 'rate', score: 4, comment: 'x' }, '', 'x']);
});
