// Words on the screen: the bot's and agents' with their markup, a customer's literally, personal values as readable chips.

/** @import {Translate} from '../logic/i18n.js' */
/** @import {Span} from '../../shared/rich-text.js' */

import { parseRichText, renderPlainText, renderRichText } from '../../shared/rich-text.js';
import { humanise } from '../logic/format.js';
import { h } from './dom.js';

/** @param {string} text @param {Translate} t */
export function rich(text, t) {
  return words(renderRichText(text, hiddenName(t)));
}

/** @param {string} text @param {Translate} t */
export function literal(text, t) {
  return words(renderPlainText(text, hiddenName(t)));
}

/** The same on one line, without markup. @param {string} text @param {Translate} t */
export function oneLine(text, t) {
  const name = hiddenName(t);
  /** @param {Span} span @returns {string} */
  const flat = (span) => (span.type === 'text' ? span.text : span.type === 'hidden' ? `[${name(span.kind, span.number)}]` : span.spans.map(flat).join(''));
  const lines = parseRichText(text).flatMap((block) => (block.type === 'p' ? block.lines : block.items));
  return lines.map((line) => line.map(flat).join('')).join(' ');
}

/** @param {DocumentFragment} content */
function words(content) {
  const box = h('div', { class: 'rich', dir: 'auto' });
  box.append(content);
  return box;
}

/** @param {Translate} t @returns {(kind: string, number: number) => string} */
function hiddenName(t) {
  return (kind, number) => {
    const key = `hidden.${kind}`;
    const name = t(key) === key ? humanise(kind) : t(key);
    return t('entry.hidden', { kind: number > 1 ? `${name} ${number}` : name });
  };
}
