// Five faces and a few words at the end of a chat. Loaded when a survey comes.
import { button } from './controls.js';
import { h } from './dom.js';

const style = new CSSStyleSheet();
style.replaceSync(`
.survey { margin-block: 16px 8px; padding: 16px; border: 1px solid var(--line); border-radius: 16px; }
.survey h3 { margin: 0 0 12px; font-size: 15px; font-weight: 600; }
.survey .scores { display: grid; grid-template-columns: repeat(5, 1fr); gap: 8px; }
.survey .scores button { min-block-size: 48px; padding: 4px 0; border: 1px solid var(--edge); border-radius: 12px; font-size: 17px; font-weight: 600; }
.survey .scores button:hover { border-color: var(--ink); }
.survey .scores button[aria-checked=true] { border-color: var(--ink); background: var(--fill); color: var(--on-fill); }
.survey .ends { display: flex; justify-content: space-between; margin: 6px 2px 0; color: var(--muted); font-size: 12.5px; }
.survey textarea { margin-block: 12px 8px; padding: 8px 12px; min-block-size: 64px; border: 1px solid var(--edge); border-radius: 12px; }
.survey p { margin: 0; }
`);

/**
 * @param {import('./panel.js').Panel} panel
 * @param {HTMLElement} place
 * @param {import('./items.js').Survey} survey
 */
export function fillSurvey(panel, place, survey) {
  const { root, client, say } = panel;
  if (!root.adoptedStyleSheets.includes(style)) root.adoptedStyleSheets.push(style);
  if (survey.score !== null) {
    place.replaceChildren(h('p', { role: 'status', 'data-test': 'rated' }, say('rated', { n: survey.score })));
    return;
  }
  let score = 0;
  const words = [say('rate1'), say('rate2'), say('rate3'), say('rate4'), say('rate5')];
  const buttons = words.map((word, i) => scoreButton(i + 1, word));
  const comment = h('textarea', { rows: 2, maxlength: 1000, placeholder: say('comment'), 'aria-label': say('comment'), 'data-test': 'rate-comment' });
  const more = h('div', { hidden: true }, comment, button(say('sendRating'), 'rate-send', send, 'solid'));
  const title = h('h3', { id: survey.key }, survey.text || say('rate'));
  place.replaceChildren(title,
    h('div', { class: 'scores', role: 'radiogroup', 'aria-labelledby': survey.key, onkeydown: move }, ...buttons),
    h('p', { class: 'ends', 'aria-hidden': 'true' }, h('span', {}, words[0]), h('span', {}, words[4])),
    more);

  /** @param {number} value @param {string} word */
  function scoreButton(value, word) {
    return h('button', {
      type: 'button', role: 'radio', 'aria-checked': 'false', 'aria-label': `${value}: ${word}`, title: word, tabindex: value === 1 ? 0 : -1,
      'data-test': `rate-${value}`, onclick: () => pick(value),
    }, String(value));
  }

  /** @param {number} value */
  function pick(value) {
    score = value;
    buttons.forEach((each, i) => {
      each.setAttribute('aria-checked', String(i + 1 === value));
      each.tabIndex = i + 1 === value ? 0 : -1;
    });
    more.hidden = false;
  }

  /** @param {KeyboardEvent} event */
  function move(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    pick(Math.min(5, Math.max(1, score + step)));
    buttons[score - 1].focus();
  }

  function send() {
    client.request({ type: 'rate', score, comment: comment.value.trim() || null });
    panel.view.log.focus({ preventScroll: true });
  }
}
