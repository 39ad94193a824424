// What is written from right to left looks the same, mirrored: nothing in our styles says left or right.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

const HOME = new URL('../', import.meta.url);
const files = ['console/css/', 'widget/'].flatMap((folder) => readdirSync(new URL(folder, HOME)).filter((name) => /\.(css|js)$/.test(name)).map((name) => folder + name));
/** Sides by name, and four values of which the second and the fourth differ. */
const SIDED = [/(?:^|[\s;{])(?:margin|padding|border|inset)-(?:left|right)\b/, /[;{\s](?:left|right):\s*-?[\d.]/, /(?:text-align|float): (?:left|right)\b/];

for (const name of files) {
  test(`${name} knows no left and no right`, () => {
    const text = readFileSync(new URL(name, HOME), 'utf8');
    for (const pattern of SIDED) assert.doesNotMatch(text, pattern);
    for (const [whole, top, right, bottom, left] of text.matchAll(/(?:padding|margin|inset): ([\w.%-]+) ([\w.%-]+) ([\w.%-]+) ([\w.%-]+);/g)) {
      assert.equal(right, left, `${whole} ${top} ${bottom}`);
    }
  });
}
