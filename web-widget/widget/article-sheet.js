// An article the bot answered from, shown over the conversation. Loaded at the first tap.
import { renderRichText } from '../shared/rich-text.js';
import { button } from './controls.js';
import { h } from './dom.js';
import { openSheet } from './sheet.js';

const style = new CSSStyleSheet();
style.replaceSync(`
.article .body { line-height: 1.6; }
.article .body h3 { margin: 0 0 4px; font-size: 20px; line-height: 1.3; text-wrap: balance; }
.article .body .updated { margin: 0 0 16px; color: var(--muted); font-size: 13px; }
.article .body li { margin-block: 4px; }
.article .bone { block-size: 14px; margin-block: 12px; border-radius: 4px; background: var(--raised); }
.article .bone:first-child { block-size: 24px; inline-size: 70%; }
.article .bone:last-child { inline-size: 45%; }
`);

/**
 * @param {import('./panel.js').Panel} panel
 * @param {import('./wire.js').Source} source
 */
export async function openArticle(panel, source) {
  const { client, say, locale } = panel;
  const body = h('div', { class: 'body', tabindex: 0, 'aria-busy': true });
  openSheet(panel, { name: 'article', title: say('source'), label: source.title, css: style, body });
  await fill();

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
