// The console's small pure parts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LONGEST_MS, backoff } from '../console/logic/backoff.js';
import { areaPath, linePath, place, sparkPath, stepOf, yOf } from '../console/logic/curve.js';
import { clock, count, dateOf, humanise, isWebUrl, moodWord, percent, shortId, shortUrl, signed } from '../console/logic/format.js';
import { pickLocale, translator } from '../console/logic/i18n.js';
import { onceEach } from '../console/logic/ticket.js';
import { ulid } from '../console/logic/ulid.js';
import { failureOf } from '../console/net/api.js';
import { strings } from '../texts/console.js';

const rows = (name, of, table) => table.forEach(([...row]) => {
  const expected = row.pop();
  test(`${name} ${JSON.stringify(row)} is ${JSON.stringify(expected)}`, () => assert.equal(of(...row), expected));
});

rows('the clock of', clock, [[0, '0:00'], [65_000, '1:05'], [3_600_000, '1:00:00'], [90_061_000, '1d 1h'], [90_061_000, 'nl', '1 d 1 u'], [-500, '0:00']]);
rows('signed', signed, [[-0.62, '−0.62'], [0.5, '0.50'], [-0.001, '0.00'], [-0.62, 'nl', '−0,62'], [0, '0.00']]);
rows('percent', percent, [[0.874, '87%'], [1, '100%'], [0.874, 'nl', '87%']]);
rows('counted', count, [[3, '3'], [1.5, '1.50'], [1.5, 'nl', '1,50'], [12_000, 'nl', '12.000']]);
rows('the date of', dateOf, [['2026-11-21', 'en-GB', '21 November 2026'], ['2026-11-21', 'nl', '21 november 2026'], ['soon', 'nl', 'soon']]);
rows('the mood word of', moodWord, [[-0.9, 'upset'], [-0.3, 'tense'], [0, 'neutral'], [0.6, 'content']]);
rows('humanised', humanise, [['track_order', 'Track order'], ['track-your-order', 'Track your order']]);
rows('the short id of', shortId, [['01KAF0BATN0000000000007q3f', '7Q3F']]);
rows('the short address of', shortUrl, [['https://fernhout.example/a/', 'fernhout.example/a']]);
rows('a link made of', isWebUrl, [['https://fernhout.example/', true], ['javascript:alert(1)', false], ['data:text/html,x', false]]);
rows('the locale for', (...wished) => pickLocale(wished), [['nl-BE', 'nl'], ['fr-FR', 'en-US', 'en'], ['', 'nl', 'nl'], ['xx', 'en']]);
rows('the backoff for', (attempt, random) => backoff(attempt, () => random), [[0, 0, 0], [0, 1, 500], [3, 0.5, 2000], [40, 1, LONGEST_MS]]);

rows('a refused sign-in', (status, code) => failureOf(status, code).why, [
  [401, 'unauthorized', 'wrong'], [429, '', 'locked'], [401, 'locked', 'locked'], [423, '', 'locked'], [401, 'second_factor_required', 'second_factor'], [500, '', 'trouble'],
]);

test('both languages say everything, with the same blanks', () => {
  const blanks = (text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort().join();
  assert.deepEqual(Object.keys(strings.nl), Object.keys(strings.en));
  for (const key of Object.keys(strings.en)) assert.equal(blanks(strings.nl[key]), blanks(strings.en[key]), key);
});

test('a count chooses its form, an unknown key stays itself', () => {
  const t = translator('en');
  assert.deepEqual([t('bar.waiting', { n: 1 }), t('bar.waiting', { n: 2 }), t('no.such')], ['1 customer waiting', '2 customers waiting', 'no.such']);
  assert.deepEqual(['en', 'nl'].map((locale) => translator(locale)('bar.waiting', { n: 1200 })), ['1,200 customers waiting', '1.200 klanten wachten']);
});

rows('the point after', stepOf, [['ArrowRight', 0, 3, 1], ['ArrowRight', 2, 3, -1], ['ArrowLeft', 0, 3, -1], ['ArrowLeft', 2, 3, 1], ['Home', 2, 3, 0], ['End', 0, 3, 2], ['a', 1, 3, -1]]);

const FRAME = { width: 100, height: 50, left: 10, right: 10, top: 5, bottom: 5 };
const points = [0.5, -0.5, -2].map((mood, i) => ({ seq: i, at: '', mood, valence: 0 }));

test('mood is drawn from 1 at the top to -1 at the bottom, and never outside', () => {
  assert.deepEqual([1, 0, -1, -2].map((mood) => yOf(mood, FRAME)), [5, 25, 45, 45]);
});

test('turns stand at even distances, a single one in the middle', () => {
  assert.deepEqual(place(points, FRAME).map((p) => p.x), [10, 50, 90]);
  assert.deepEqual(place(points.slice(0, 1), FRAME).map((p) => p.x), [50]);
  assert.deepEqual(place([], FRAME), []);
});

test('paths join the points', () => {
  const placed = [{ x: 1, y: 2 }, { x: 3, y: 4 }];
  assert.equal(linePath(placed), 'M1 2L3 4');
  assert.equal(areaPath(placed, 9), 'M1 2L3 4L3 9L1 9Z');
  assert.equal(areaPath([], 9), '');
  assert.equal(sparkPath(Array.from({ length: 20 }, () => points[0])).split('L').length, 8);
});

test('each thing is listed once, in its latest form', () => {
  const items = [{ name: 'a', n: 1 }, { name: 'b', n: 2 }, { name: 'a', n: 3 }];
  assert.deepEqual(onceEach(items, (item) => item.name), [{ item: { name: 'a', n: 3 }, times: 2 }, { item: { name: 'b', n: 2 }, times: 1 }]);
});

test('ids are ULIDs that sort by time', () => {
  const [early, late] = [ulid(1_000_000_000_000), ulid(1_000_000_000_001)];
  assert.match(early, /^[0-9A-HJKMNP-TV-Z]{26}$/);
  assert.ok(early < late);
});
