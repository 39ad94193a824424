// Colours for light and dark, and the launcher: what a page needs before the panel is opened.

export const hostSheet = new CSSStyleSheet();
hostSheet.replaceSync(`
:host {
  all: initial; color-scheme: light dark; position: fixed; z-index: 2147483000; inset-block-end: 24px; inset-inline-end: 24px;
  --accent: #2b4c7e;
  /* The brand chooses the hue; its lightness is held where white or near-black text can be read on it (WCAG 2.2, 1.4.3). */
  --accent-light: oklch(from var(--accent) min(l, .53) c h); --accent-dark: oklch(from var(--accent) max(l, .76) min(c, .13) h);
  --surface: light-dark(#ffffff, #1a1c20); --raised: light-dark(#f3f3f0, #272a30);
  --line: light-dark(#e4e4df, #363a42); --edge: light-dark(#8a8f97, #767d88);
  --text: light-dark(#1b1d20, #eceef1); --muted: light-dark(#5c6169, #a9afb9); --danger: light-dark(#b3261e, #ffb4ab);
  --fill: light-dark(var(--accent-light), var(--accent-dark)); --on-fill: light-dark(#ffffff, #111317);
  --ink: light-dark(var(--accent-light), var(--accent-dark));
  --mine: light-dark(var(--accent-light), color-mix(in oklab, var(--accent-dark) 24%, #22252b)); --on-mine: light-dark(#ffffff, #f4f5f7);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; color: var(--text);
}
:host([hidden]), [hidden] { display: none !important; }
button, textarea { font: inherit; color: inherit; background: none; border: 0; margin: 0; }
button { cursor: pointer; touch-action: manipulation; }
button:disabled { cursor: default; }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
.icon { flex: none; inline-size: 20px; block-size: 20px; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }

.launcher { position: relative; display: grid; place-items: center; inline-size: 56px; block-size: 56px; border-radius: 50%;
  background: var(--fill); color: var(--on-fill); box-shadow: 0 2px 6px #0003, 0 8px 24px #0003; }
.launcher .icon { grid-area: 1 / 1; inline-size: 26px; block-size: 26px; transition: opacity .15s, transform .15s; }
.launcher:focus-visible { outline-offset: 3px; }
.launcher[aria-busy=true] .icon { opacity: .5; }
.launcher[aria-expanded=false] .down, .launcher[aria-expanded=true] .chat { opacity: 0; transform: scale(.7); }
.badge { position: absolute; inset-block-start: -4px; inset-inline-end: -4px; min-inline-size: 22px; block-size: 22px; box-sizing: border-box; padding: 0 6px;
  border-radius: 11px; background: #c62828; color: #fff; border: 2px solid var(--surface); font-size: 12px; font-weight: 700; line-height: 18px; text-align: center; }
@media (max-width: 520px) { :host { inset-block-end: 16px; inset-inline-end: 16px; } }
@media (prefers-reduced-motion: reduce) { .launcher .icon { transition: none; } }
`);
