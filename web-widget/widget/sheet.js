// A sheet over the conversation: left by its arrow or by Escape, and the focus goes back to where it was.
import { iconButton } from './controls.js';
import { h } from './dom.js';

const style = new CSSStyleSheet();
style.replaceSync(`
.sheet { position: absolute; inset: 0; z-index: 3; display: flex; flex-direction: column; background: var(--surface); border-radius: inherit; }
.sheet .bar { border-block-end: 1px solid var(--line); }
.sheet .bar h2 { font-size: 15px; }
.sheet .body { flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 20px; }
@media (prefers-reduced-motion: no-preference) { .sheet { animation: arrive .18s ease-out; } }
`);

/**
 * @param {import('./panel.js').Panel} panel
 * @param {{ name: string, title: string, label?: string, css: CSSStyleSheet, body: HTMLElement, closed?: () => void }} of
 *   `name` is its class and stands in its test marks, `title` in its bar, `label` is told to screen readers where the title says too little.
 */
export function openSheet(panel, { name, title, label = title, css, body, closed }) {
  const { root, element, say } = panel;
  for (const sheet of [style, css]) if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
  element.querySelector('.sheet')?.remove();
  const opener = root.activeElement;
  const back = iconButton('back', say('back'), `${name}-close`, close);
  const sheet = h('div', { class: `sheet ${name}`, role: 'dialog', 'aria-label': label, 'data-test': `${name}-sheet`, onkeydown: escape },
    h('div', { class: 'bar' }, back, h('h2', {}, title)), body);
  const behind = [...element.children];
  for (const part of behind) part.toggleAttribute('inert', true);
  element.append(sheet);
  back.focus();

  function close() {
    closed?.();
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
}
