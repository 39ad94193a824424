// The catalogue and the code agree: what is asked for by name exists.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { strings } from '../texts/console.js';

const CONSOLE = new URL('../console/', import.meta.url);
const files = readdirSync(CONSOLE, { recursive: true }).map(String).filter((name) => name.endsWith('.js'));
const has = (catalogue, key) => key in catalogue || `${key}.other` in catalogue;

test('every text that the code names is in the catalogue', () => {
  const missing = files.flatMap((name) => {
    const source = readFileSync(new URL(name, CONSOLE), 'utf8');
    const named = [...source.matchAll(/\bt\((?:[^'()]*\? ?)?'([a-z_]+\.[a-z_]+)'(?: : '([a-z_]+\.[a-z_]+)')?/g)].flatMap((match) => [match[1], match[2]]).filter(Boolean);
    return named.filter((key) => !has(strings.en, key)).map((key) => `${name}: ${key}`);
  });
  assert.deepEqual(missing, []);
});

test('a counted text has both forms in both languages', () => {
  for (const catalogue of Object.values(strings)) {
    for (const key of Object.keys(catalogue).filter((name) => name.endsWith('.one'))) assert.ok(key.replace(/one$/, 'other') in catalogue, key);
  }
});
