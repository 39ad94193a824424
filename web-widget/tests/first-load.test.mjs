// A page that only embeds the chat stays light: all it loads at first, compressed, is under 15 kB.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

const HOME = new URL('../', import.meta.url);
const LIMIT = 15_000;

/** The modules that `file` needs before it can run. @param {URL} file @param {Set<string>} found */
function closure(file, found = new Set()) {
  if (found.has(file.href)) return found;
  found.add(file.href);
  const text = readFileSync(file, 'utf8');
  for (const [, path] of text.matchAll(/^(?:import|export)\s[^;]*?from\s+'([^']+)'/gm)) closure(new URL(path, file), found);
  return found;
}

test('the first load is under 15 kB', () => {
  const files = [new URL('widget.js', HOME).href, ...closure(new URL('widget/main.js', HOME))];
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file))).length, 0);
  assert.ok(bytes < LIMIT, `${bytes} bytes in ${files.length} files`);
});

test('nothing is written into a page as HTML, and nothing is inline', () => {
  for (const folder of ['widget/', 'shared/', 'texts/', 'demo/', './']) {
    for (const name of readdirSync(new URL(folder, HOME)).filter((file) => /\.(js|html)$/.test(file))) {
      const text = readFileSync(new URL(folder + name, HOME), 'utf8');
      assert.doesNotMatch(text, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/, name);
      if (name.endsWith('.html')) assert.doesNotMatch(text, /<style|\sstyle=|\son\w+=|<script>/, name);
    }
  }
});
