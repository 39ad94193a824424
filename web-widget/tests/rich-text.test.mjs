// The safe subset of markup: what becomes structure, and what stays literal.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRichText, renderPlainText, renderRichText } from '../shared/rich-text.js';

/** Just enough of a document to see what would be built. */
class Node {
  constructor(tag, text = '') {
    Object.assign(this, { tag, text, attributes: {}, children: [] });
  }
  append(...nodes) {
    this.children.push(...nodes.map((node) => (typeof node === 'string' ? new Node('#text', node) : node)));
  }
  setAttribute(name, value) {
    this.attributes[name] = value;
  }
  set textContent(text) {
    this.children = [new Node('#text', text)];
  }
  toString() {
    if (this.tag === '#text') return this.text;
    const inside = this.children.join('');
    if (this.tag === '#fragment') return inside;
    const shown = ['href', 'start', 'data-kind'].filter((name) => name in this.attributes);
    return `<${this.tag}${shown.map((name) => ` ${name}=${this.attributes[name]}`).join('')}>${inside}</${this.tag}>`;
  }
}
globalThis.document = {
  createElement: (tag) => new Node(tag),
  createTextNode: (text) => new Node('#text', text),
  createDocumentFragment: () => new Node('#fragment'),
};

const rich = [
  ['a plain line', 'hello', '<p>hello</p>'],
  ['nothing', '', ''],
  ['only blank lines', '\n \n', ''],
  ['two paragraphs', 'one\n\ntwo', '<p>one</p><p>two</p>'],
  ['a line break', 'one\ntwo', '<p>one<br></br>two</p>'],
  ['Windows line ends', 'one\r\n\r\ntwo', '<p>one</p><p>two</p>'],
  ['bullets', '- one\n- two', '<ul><li>one</li><li>two</li></ul>'],
  ['steps', '1. one\n2. two', '<ol><li>one</li><li>two</li></ol>'],
  ['steps that go on after a paragraph', '3. three', '<ol start=3><li>three</li></ol>'],
  ['a list right after a line', 'do this:\n- one', '<p>do this:</p><ul><li>one</li></ul>'],
  ['an item over two lines', '- one\n  more', '<ul><li>one more</li></ul>'],
  ['bullets and then steps', '- a\n1. b', '<ul><li>a</li></ul><ol><li>b</li></ol>'],
  ['bold', 'a **b c** d', '<p>a <strong>b c</strong> d</p>'],
  ['bold that never closes', 'a **b', '<p>a **b</p>'],
  ['stars around nothing', 'a ** b ** c', '<p>a ** b ** c</p>'],
  ['a link', '[Returns](https://a.example/r)', '<p><a href=https://a.example/r>Returns</a></p>'],
  ['a bold link', '**[x](https://a.example)**', '<p><strong><a href=https://a.example>x</a></strong></p>'],
  ['a bare link', 'see https://a.example/r.', '<p>see <a href=https://a.example/r>a.example/r</a>.</p>'],
  ['a bare link in brackets', '(https://a.example/r)', '<p>(<a href=https://a.example/r>a.example/r</a>)</p>'],
  ['no other scheme', '[x](javascript:alert(1))', '<p>[x](javascript:alert(1))</p>'],
  ['no insecure link', '[x](http://a.example)', '<p>[x](http://a.example)</p>'],
  ['no link in a link', '[https://a.example](https://b.example)', '<p><a href=https://b.example>https://a.example</a></p>'],
  ['no address', '[x](https://)', '<p>[x](https://)</p>'],
  ['no markup', '<b onclick="x">hi</b>', '<p><b onclick="x">hi</b></p>'],
  ['a hidden value', 'mail [email:1]', '<p>mail <span data-kind=email>email hidden</span></p>'],
  ['a destroyed value', '[card]', '<p><span data-kind=card>card hidden</span></p>'],
  ['an unknown word in brackets', '[hello] [nope:1]', '<p>[hello] [nope:1]</p>'],
  ['a minus is no bullet', '-5 degrees', '<p>-5 degrees</p>'],
  ['a year is no step', '2026 was good', '<p>2026 was good</p>'],
];
for (const [name, text, html] of rich) {
  test(`rich text: ${name}`, () => assert.equal(String(renderRichText(text)), html));
}

const plain = [
  ['stays literal', '**a** https://a.example - b\nc', '**a** https://a.example - b\nc'],
  ['shows hidden values', 'I am [name:1], [email:2]', 'I am <span data-kind=name>name hidden</span>, <span data-kind=email>email hidden</span>'],
  ['leaves other brackets', '[hello] [1]', '[hello] [1]'],
];
for (const [name, text, html] of plain) {
  test(`customer's words: ${name}`, () => assert.equal(String(renderPlainText(text)), html));
}

test('rich text: hidden values take the name the reader gives', () => {
  assert.equal(String(renderRichText('[email:3]', (kind, number) => `${kind}#${number}`)), '<p><span data-kind=email>email#3</span></p>');
});

test('rich text: long nonsense is read in no time', () => {
  for (const piece of ['**a', '[a', '[a](https://', '- ', '1. ', '**', '[email:', 'https://', '*']) {
    const started = performance.now();
    parseRichText(piece.repeat(20_000));
    assert.ok(performance.now() - started < 1_000, piece);
  }
});
