// An article the bot answered from, shown over the conversation. Loaded at the first tap.
import { renderRichText } from '../shared/rich-text.js';
import { button, iconButton } from './controls.js';
import { h } from './dom.js';

const style = new CSSStyleSheet();
style.replaceSync(`
.sheet { position: absolute; inset: 0; z-index: 3; display: flex; flex-direction: column; background: var(--surface); border-radius: inherit; }
.sheet .bar { border-block-end: 1px solid var(--line); }
.sheet .bar h2 { font-size: 15px; }
.sheet .body { flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 20px; line-height: 1.6; }
.sheet .body h3 { margin: 0 0 4px; font-size: 20px; line-height: 1.3; text-wrap: balance; }
.sheet .body .updated { margin: 0 0 16px; color: var(--muted); font-size: 13px; }
.sheet .body li { margin-block: 4px; }
.sheet .bone { block-size: 14px; margin-block: 12px; border-radius: 4px; background: var(--raised); }
.sheet .bone:first-child { block-size: 24px; inline-size: 70%; }
.sheet .bone:last-child { inline-size: 45%; }
@media (prefers-reduced-motion: no-preference) { .sheet { animation: arrive .18s ease-out; } }
`);

/**
 * @param {import('./panel.js').Panel} panel
 * @param {import('./wire.js').Source} source
 */
export async function openArticle(panel, source) {
  const { root, element, client, say, locale } = panel;
  if (!root.adoptedStyleSheets.includes(style)) root.adoptedStyleSheets.push(style);
  element.querySelector('.sheet')?.remove();
  const opener = root.activeElement;
  const body = h('div', { class: 'body', tabindex: 0, 'aria-busy': true });
  const back = iconButton('back', say('back'), 'sheet-close', close);
  const sheet = h('div', { class: 'sheet', role: 'dialog', 'aria-label': source.title, 'data-test': 'sheet', onkeydown: escape },
    h('div', { class: 'bar' }, back, h('h2', {}, say('source'))), body);
  const behind = [...element.children];
  for (const part of behind) part.toggleAttribute('inert', true);
  element.append(sheet);
  back.focus();
  await fill();

  function close() {
    for (const part of behind) part.removeAttribute('inert');
    sheet.remove();
    (opener instanceof HTMLElement && opener.isConnected ? opener : panel.view.log).focus();
  }

  /** @param {KeyboardEvent} event */
  function escape(event) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    close();
  }

  async function fill() {
    body.replaceChildren(...[1, 2, 3, 4].map(() => h('div', { class: 'bone' })));
    const article = await fetchArticle(client, source.id, client.locale ?? locale).catch(() => null);
    body.removeAttribute('aria-busy');
    if (article) body.replaceChildren(...renderArticle(article));
    else body.replaceChildren(h('p', { role: 'alert' }, say('articleFailed')), button(say('retry'), 'sheet-retry', fill, 'pill'));
  }

  /** @param {Article} article */
  function renderArticle({ title, body: text, updated }) {
    const [year, month, day] = updated.slice(0, 10).split('-').map(Number);
    const date = new Date(year, month - 1, day).toLocaleDateString(locale, { dateStyle: 'long' });
    return [h('h3', {}, title), h('p', { class: 'updated' }, say('updated', { date })), renderRichText(text)];
  }
}

/** @typedef {{ title: string, body: string, updated: string }} Article */

/**
 * @param {import('./client.js').Client} client
 * @param {string} id
 * @param {string} locale
 * @returns {Promise<Article>}
 */
async function fetchArticle(client, id, locale) {
  const path = `api/v1/bots/${encodeURIComponent(client.bot)}/articles/${encodeURIComponent(id)}`;
  const answer = await fetch(new URL(`${path}?locale=${locale.split('-')[0]}`, client.server), { credentials: 'omit' });
  if (!answer.ok) throw new Error(`failed to fetch article ${id}: ${answer.status}`);
  return answer.json();
}
