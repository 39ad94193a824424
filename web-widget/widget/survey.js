// Five numbers and a few words at the end of a chat. A tap sends the number at once; another tap takes its place. Loaded when a survey comes.
import { button } from './controls.js';
import { h } from './dom.js';
import { begun, commented, tapped } from './rating.js';

const style = new CSSStyleSheet();
style.replaceSync(`
.survey { margin-block: 16px 8px; padding: 16px; border: 1px solid var(--line); border-radius: 16px; }
.survey h3 { margin: 0 0 12px; font-size: 15px; font-weight: 600; }
.survey .scores { display: grid; grid-template-columns: repeat(5, 1fr); gap: 8px; }
.survey .scores button { min-block-size: 48px; padding: 4px 0; border: 1px solid var(--edge); border-radius: 12px; font-size: 17px; font-weight: 600; }
.survey .scores button:hover { border-color: var(--ink); }
.survey .scores button[aria-pressed=true] { border-color: var(--ink); background: var(--fill); color: var(--on-fill); }
.survey .ends { display: flex; justify-content: space-between; margin: 6px 2px 0; color: var(--muted); font-size: 12.5px; }
.survey textarea { margin-block: 8px; padding: 8px 12px; min-block-size: 64px; border: 1px solid var(--edge); border-radius: 12px; font-size: 16px; }
.survey p { margin: 0; }
.survey .thanks { margin-block-start: 12px; }
.survey .thanks b { font-weight: 600; }
.survey .thanks span { display: block; color: var(--muted); font-size: 13px; }
`);

/** What the customer is doing with a survey outlives its row, which is drawn anew with each number. @type {WeakMap<import('./client.js').Client, Map<string, import('./rating.js').Rating>>} */
const ratings = new WeakMap();

/**
 * @param {import('./panel.js').Panel} panel
 * @param {HTMLElement} place
 * @param {import('./items.js').Survey} survey
 */
export function fillSurvey(panel, place, survey) {
  const { root, client, say } = panel;
  if (!root.adoptedStyleSheets.includes(style)) root.adoptedStyleSheets.push(style);
  const rating = ratingOf(client, survey.key);
  const words = [say('rate1'), say('rate2'), say('rate3'), say('rate4'), say('rate5')];
  const buttons = words.map((word, i) => scoreButton(i + 1, word));
  place.replaceChildren(
    h('h3', { id: survey.key }, survey.text || say('rate')),
    h('div', { class: 'scores', role: 'group', 'aria-labelledby': survey.key }, ...buttons),
    h('p', { class: 'ends', 'aria-hidden': 'true' }, h('span', {}, words[0]), h('span', {}, words[4])),
    ...(survey.score === null ? [] : [thanks(survey.score), commentBox()]).filter((part) => part !== null));
  if (rating.refocus) buttons[(survey.score ?? 1) - 1].focus({ preventScroll: true });
  rating.refocus = false;

  /** @param {number} value @param {string} word */
  function scoreButton(value, word) {
    return h('button', {
      type: 'button', 'aria-pressed': String(value === survey.score), 'aria-label': `${value}: ${word}`, title: word,
      'data-test': `rate-${value}`, onclick: () => value !== survey.score && rate(tapped(rating, value)),
    }, String(value));
  }

  /** @param {number} n */
  function thanks(n) {
    return h('p', { class: 'thanks', role: 'status', 'data-test': 'rated' }, h('b', {}, say('rated', { n })), ' ', h('span', {}, say(rating.sent ? 'commented' : 'rateOther')));
  }

  /** Offered to who has just tapped, until something was sent. */
  function commentBox() {
    if (!rating.begun || rating.sent) return null;
    const comment = h('textarea', { rows: 2, maxlength: 1000, placeholder: say('comment'), 'aria-label': say('comment'), 'data-test': 'rate-comment', oninput: () => { rating.draft = comment.value; } });
    comment.value = rating.draft;
    return h('div', {}, comment, button(say('sendComment'), 'rate-send', () => {
      const request = commented(rating, survey.score ?? 0);
      if (!request) return comment.focus();
      rate(request);
      fillSurvey(panel, place, survey);
      panel.view.log.focus({ preventScroll: true });
    }, 'solid'));
  }

  /** One that has not gone yet gives way. @param {import('./wire.js').Request} request */
  function rate(request) {
    for (const entry of client.outbox.list()) if (entry.request.type === 'rate' && entry.state !== 'sent') client.discard(entry.cid);
    client.request(request);
  }
}

/** @param {import('./client.js').Client} client @param {string} key */
function ratingOf(client, key) {
  const all = ratings.get(client) ?? new Map();
  const name = `${client.log.session} ${key}`;
  if (!all.has(name)) all.set(name, begun());
  ratings.set(client, all);
  return all.get(name);
}
