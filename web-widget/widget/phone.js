// On a small screen the panel is the whole screen: what is visible of it, above the keyboard.

import { PHONE } from './chat.js';

export const isPhone = () => matchMedia(PHONE).matches;

/**
 * Follows the visual viewport, and keeps the page behind from scrolling.
 * @param {HTMLElement} host
 * @returns {() => void} lets go
 */
export function fitPhone(host) {
  const viewport = window.visualViewport;
  const page = document.documentElement;
  const phone = matchMedia(PHONE);
  const before = page.style.overflow;
  const leaving = new AbortController();
  const fit = () => {
    host.style.setProperty('--view-height', `${viewport?.height ?? innerHeight}px`);
    host.style.setProperty('--view-top', `${viewport?.offsetTop ?? 0}px`);
    page.style.setProperty('overflow', phone.matches ? 'hidden' : before);
  };
  for (const type of ['resize', 'scroll']) viewport?.addEventListener(type, fit, { signal: leaving.signal });
  phone.addEventListener('change', fit, { signal: leaving.signal });
  fit();
  return () => {
    leaving.abort();
    page.style.setProperty('overflow', before);
  };
}

/** Tab goes round inside the panel while it covers the page. @param {HTMLElement} panel @param {KeyboardEvent} event */
export function keepFocusInside(panel, event) {
  const stops = [...panel.querySelectorAll('button, textarea, a[href], [tabindex="0"]')].filter(
    (stop) => stop instanceof HTMLElement && stop.offsetParent !== null && !stop.matches(':disabled'),
  );
  const [first, last] = [stops[0], stops.at(-1)];
  const active = /** @type {ShadowRoot} */ (panel.getRootNode()).activeElement;
  const goal = event.shiftKey ? (active === first || active === panel ? last : null) : active === last ? first : null;
  if (!(goal instanceof HTMLElement)) return;
  event.preventDefault();
  goal.focus();
}
