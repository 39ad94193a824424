// The small safe subset of markup that messages and articles use: paragraphs, bullets, numbered lists, **bold**,
// [label](https://..) links, bare https links, and placeholders such as [email:1]. Anything else stays literal text.

/**
 * @typedef {{ type: 'text', text: string }
 *   | { type: 'bold', spans: Span[] }
 *   | { type: 'link', href: string, spans: Span[] }
 *   | { type: 'hidden', kind: string, number: number, text: string }} Span
 * @typedef {{ type: 'p', lines: Span[][] }
 *   | { type: 'ul' | 'ol', start: number, items: Span[][] }} Block
 * @typedef {(kind: string, number: number) => string} NameHidden readable name of a hidden value; `number` is 0 where it has none
 */

const HIDDEN = 'email|phone|iban|card|cvv|pin|password|name|address|postcode|ssn|ip|licence|license|date_of_birth|account|id';
const PLACEHOLDER = new RegExp(`(\\[(?:${HIDDEN})(?::\\d{1,4})?\\])`);
const INLINE = new RegExp(
  [
    '\\*\\*(?<bold>[^\\s*](?:[^*\\n]*[^\\s*])?)\\*\\*',
    '\\[(?<label>[^\\[\\]\\n]+)\\]\\((?<href>https://[^\\s()<>]+)\\)',
    '(?<bare>https://[^\\s<>"]+)',
    `\\[(?<kind>${HIDDEN})(?::(?<number>\\d{1,4}))?\\]`,
  ].join('|'),
  'g',
);

/** @param {string} text @returns {Block[]} */
export function parseRichText(text) {
  /** @type {Block[]} */
  const blocks = [];
  let open = /** @type {Block | null} */ (null);
  for (const line of text.split(/\r\n?|\n/)) {
    open = line.trim() === '' ? null : addLine(blocks, open, line);
  }
  return blocks;
}

/** @param {Block[]} blocks @param {Block | null} open @param {string} line @returns {Block} the block the line went to */
function addLine(blocks, open, line) {
  const [, bullet, number, item] = /^\s{0,3}(?:([-*•])|(\d{1,3})\.)\s+(.+)$/.exec(line) ?? [];
  if (item !== undefined) {
    const type = bullet ? 'ul' : 'ol';
    const list = open?.type === type ? open : push(blocks, { type, start: Number(number ?? 1), items: [] });
    list.items.push(parseSpans(item));
    return list;
  }
  if (open && open.type !== 'p' && /^\s/.test(line)) {
    open.items.at(-1)?.push({ type: 'text', text: ' ' }, ...parseSpans(line.trim()));
    return open;
  }
  const paragraph = open?.type === 'p' ? open : push(blocks, { type: 'p', lines: [] });
  paragraph.lines.push(parseSpans(line.trim()));
  return paragraph;
}

/** @template {Block} B @param {Block[]} blocks @param {B} block @returns {B} */
function push(blocks, block) {
  blocks.push(block);
  return block;
}

/** @param {string} text @returns {Span[]} */
export function parseSpans(text) {
  /** @type {Span[]} */
  const spans = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const [span, length] = spanOf(match[0], /** @type {Record<string, string | undefined>} */ (match.groups));
    if (match.index > end) spans.push({ type: 'text', text: text.slice(end, match.index) });
    spans.push(span);
    end = match.index + length;
  }
  if (end < text.length) spans.push({ type: 'text', text: text.slice(end) });
  return spans;
}

/** @param {string} whole @param {Record<string, string | undefined>} groups @returns {[Span, number]} and how much of the text it takes */
function spanOf(whole, { bold, label, href, bare, kind, number }) {
  if (bold) return [{ type: 'bold', spans: parseSpans(bold) }, whole.length];
  if (kind) return [{ type: 'hidden', kind, number: Number(number ?? 0), text: whole }, whole.length];
  if (label && href) return [link(whole, href, [{ type: 'text', text: label }]), whole.length];
  const url = trimEnd(bare ?? whole);
  return [link(url, url, [{ type: 'text', text: url.replace(/^https:\/\//, '') }]), url.length];
}

/** A sentence's own punctuation is not part of the address in it. @param {string} url */
function trimEnd(url) {
  let trimmed = url.replace(/[.,;:!?'"*\]]+$/, '');
  if (trimmed.endsWith(')') && !trimmed.includes('(')) trimmed = trimmed.slice(0, -1);
  return trimmed;
}

/** @param {string} literal @param {string} href @param {Span[]} spans @returns {Span} */
function link(literal, href, spans) {
  return URL.canParse(href) ? { type: 'link', href, spans } : { type: 'text', text: literal };
}

/**
 * Renders by building nodes, never from a string of HTML.
 * @param {string} text
 * @param {NameHidden} [nameHidden]
 * @returns {DocumentFragment}
 */
export function renderRichText(text, nameHidden) {
  const fragment = document.createDocumentFragment();
  for (const block of parseRichText(text)) fragment.append(renderBlock(block, nameHidden));
  return fragment;
}

/**
 * A customer's own words: literal, line breaks kept by CSS, only placeholders shown as chips.
 * @param {string} text
 * @param {NameHidden} [nameHidden]
 * @returns {DocumentFragment}
 */
export function renderPlainText(text, nameHidden) {
  const fragment = document.createDocumentFragment();
  for (const part of text.split(PLACEHOLDER)) {
    const [, kind, number] = /^\[([a-z_]+)(?::(\d+))?\]$/.exec(part) ?? [];
    const hidden = kind !== undefined && PLACEHOLDER.test(part);
    fragment.append(hidden ? renderHidden({ kind, number: Number(number ?? 0), text: part }, nameHidden) : part);
  }
  return fragment;
}

/** @param {Block} block @param {NameHidden} [nameHidden] */
function renderBlock(block, nameHidden) {
  const element = document.createElement(block.type);
  if (block.type === 'p') {
    block.lines.forEach((line, i) => {
      if (i > 0) element.append(document.createElement('br'));
      element.append(...line.map((span) => renderSpan(span, nameHidden)));
    });
    return element;
  }
  if (block.type === 'ol' && block.start !== 1) element.setAttribute('start', String(block.start));
  for (const item of block.items) {
    const row = document.createElement('li');
    row.append(...item.map((span) => renderSpan(span, nameHidden)));
    element.append(row);
  }
  return element;
}

/** @param {Span} span @param {NameHidden} [nameHidden] @returns {Node} */
function renderSpan(span, nameHidden) {
  if (span.type === 'text') return document.createTextNode(span.text);
  if (span.type === 'hidden') return renderHidden(span, nameHidden);
  const element = document.createElement(span.type === 'bold' ? 'strong' : 'a');
  if (span.type === 'link') {
    element.setAttribute('href', span.href);
    element.setAttribute('target', '_blank');
    element.setAttribute('rel', 'noopener noreferrer');
  }
  element.append(...span.spans.map((inner) => renderSpan(inner, nameHidden)));
  return element;
}

/** @param {{ kind: string, number: number, text: string }} hidden @param {NameHidden} [nameHidden] */
function renderHidden({ kind, number, text }, nameHidden) {
  const chip = document.createElement('span');
  chip.className = 'hidden-value';
  chip.setAttribute('data-kind', kind);
  chip.setAttribute('title', text);
  chip.textContent = nameHidden?.(kind, number) ?? `${kind.replaceAll('_', ' ')} hidden`;
  return chip;
}
