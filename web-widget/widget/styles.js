// How the panel looks. Colours and the launcher are in host-styles.js.

export const panelSheet = new CSSStyleSheet();
panelSheet.replaceSync(`
h2, h3, p { margin: 0; }
.icon.more { stroke-width: 3; }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.panel { position: fixed; inset-block-end: 96px; inset-inline-end: 24px; inline-size: 400px; block-size: min(680px, 100dvh - 120px);
  display: flex; flex-direction: column; overflow: hidden; background: var(--surface); border-radius: 20px; outline: none;
  box-shadow: 0 0 0 1px light-dark(#0000000f, #ffffff1f), 0 12px 48px #0000003d; }
.bar { display: flex; align-items: center; gap: 4px; min-block-size: 64px; box-sizing: border-box; padding-block: 8px; padding-inline: 16px 8px; }
.bar h2 { font-size: 16px; font-weight: 650; line-height: 1.3; }
.mark { flex: none; display: grid; place-items: center; inline-size: 36px; block-size: 36px; margin-inline-end: 8px; border-radius: 12px; background: var(--fill); color: var(--on-fill); font-weight: 700; }
.brand { flex: 1; min-inline-size: 0; }
.tagline { color: var(--muted); font-size: 13px; line-height: 1.35; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.round { flex: none; display: grid; place-items: center; inline-size: 40px; block-size: 40px; border-radius: 12px; color: var(--muted); }
.round:hover { background: var(--raised); color: var(--text); }
.menu-place { position: relative; }
.menu { position: absolute; z-index: 4; inset-block-start: 44px; inset-inline-end: 0; padding: 4px; border-radius: 12px; background: var(--surface);
  box-shadow: 0 0 0 1px var(--line), 0 8px 24px #0003; }
.menu button { display: block; inline-size: 100%; padding: 10px 16px; border-radius: 8px; text-align: start; white-space: nowrap; }
.menu button:hover, .menu button:focus-visible { background: var(--raised); }
.menu button:disabled { color: var(--muted); opacity: .7; background: none; }
.strip { display: flex; align-items: center; gap: 8px; min-block-size: 48px; box-sizing: border-box; padding-block: 6px; padding-inline: 16px 12px; background: var(--raised); border-block-end: 1px solid var(--line); font-size: 13px; line-height: 1.35; }
.strip [role=status] { flex: 1; font-weight: 550; white-space: pre-line; }
.who { display: contents; color: var(--muted); }
.banner { display: flex; align-items: center; gap: 8px; padding: 8px 16px; background: light-dark(#fff1cc, #40340f); color: light-dark(#4f3b00, #ffe29a); font-size: 13px; line-height: 1.35; }
.banner span { flex: 1; }

.pill { flex: none; display: inline-flex; align-items: center; gap: 6px; min-block-size: 34px; box-sizing: border-box; padding: 5px 14px; border: 1px solid var(--ink); border-radius: 18px;
  background: var(--surface); color: var(--ink); font-size: 13.5px; font-weight: 600; line-height: 1.35; text-align: start; }
.pill:hover:enabled { background: color-mix(in oklab, var(--ink) 10%, var(--surface)); }
.pill:disabled { border-color: var(--line); color: var(--muted); font-weight: 500; }
.pill .icon { inline-size: 16px; block-size: 16px; }
.solid { min-block-size: 44px; padding: 8px 20px; border-radius: 22px; background: var(--fill); color: var(--on-fill); font-weight: 600; }
.link { padding: 4px; border-radius: 6px; color: inherit; font-weight: 600; text-decoration: underline; text-underline-offset: 2px; }

.middle { position: relative; flex: 1; min-block-size: 0; display: flex; flex-direction: column; }
.scroll { flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 8px 16px 16px; scrollbar-width: thin; }
.log { border-radius: 8px; outline-offset: 4px; }
.empty { padding-block: 24px; color: var(--muted); text-align: center; }
.day, .system { margin-block: 16px 12px; color: var(--muted); font-size: 12.5px; text-align: center; text-wrap: balance; }
.day { display: flex; align-items: center; gap: 12px; font-weight: 600; }
.day::first-letter { text-transform: uppercase; }
.day::before, .day::after { content: ""; flex: 1; border-block-start: 1px solid var(--line); }
.row { display: flex; gap: 8px; margin-block-start: 4px; }
.row[data-first] { margin-block-start: 14px; }
.face { flex: none; display: grid; place-items: center; align-self: start; inline-size: 28px; block-size: 28px; margin-block-start: 22px; border-radius: 50%; font-size: 13px; font-weight: 700; }
.row[data-first] .face { background: var(--raised); color: var(--muted); }
.row[data-first][data-from=agent] .face { background: var(--fill); color: var(--on-fill); }
.face .icon { inline-size: 17px; block-size: 17px; }
.row:not([data-first]) .face { block-size: 0; }
.parts { min-inline-size: 0; max-inline-size: calc(100% - 36px); display: flex; flex-direction: column; align-items: flex-start; }
.row[data-from=customer] { justify-content: flex-end; }
.row[data-from=customer] .parts { max-inline-size: 84%; align-items: flex-end; }
.meta { display: flex; align-items: center; flex-wrap: wrap; gap: 0 6px; color: var(--muted); font-size: 12.5px; line-height: 20px; }
.meta b { font-weight: 600; color: var(--text); }
.receipt { margin-block-start: 2px; }
.row[data-from=customer] .receipt { justify-content: flex-end; text-align: end; }
.receipt .icon { inline-size: 15px; block-size: 15px; }
[data-status=failed] .receipt { color: var(--danger); }
.bubble { max-inline-size: 100%; box-sizing: border-box; padding: 9px 14px; border-radius: 18px; background: var(--raised); overflow-wrap: anywhere; }
.row[data-first] .bubble { border-start-start-radius: 6px; }
.row[data-from=customer] .bubble { border-radius: 18px; background: var(--mine); color: var(--on-mine); white-space: pre-wrap; }
.row[data-from=customer][data-last] .bubble { border-end-end-radius: 6px; }
[data-status=failed] .bubble { box-shadow: inset 0 0 0 2px var(--danger); }
.bubble p + *, .bubble ul + *, .bubble ol + *, .body p + *, .body ul + *, .body ol + * { margin-block-start: 8px; }
ul, ol { margin: 0; padding-inline-start: 22px; }
li + li { margin-block-start: 2px; }
a { color: var(--ink); text-underline-offset: 2px; border-radius: 3px; }
.hidden-value { padding: 1px 8px; border-radius: 10px; background: color-mix(in oklab, currentColor 11%, transparent); font-size: .86em; white-space: nowrap; }
.sources, .choices { display: flex; flex-wrap: wrap; gap: 6px; margin-block-start: 6px; }
.choices { margin-block-start: 8px; gap: 8px; }
.choice[data-chosen]:disabled { border-color: var(--ink); color: var(--ink); }
.source { display: inline-flex; align-items: center; gap: 6px; min-block-size: 28px; padding-block: 2px; padding-inline: 4px 8px; border-radius: 8px; color: var(--muted); font-size: 13px; text-align: start; }
.source span { text-decoration: underline; text-underline-offset: 2px; }
.source .icon { inline-size: 16px; block-size: 16px; }
.source:hover { color: var(--ink); }
.typing { display: flex; gap: 4px; inline-size: max-content; margin-block: 14px 0; margin-inline: 36px 0; padding: 14px 16px; border-radius: 18px; background: var(--raised); }
.typing i { inline-size: 7px; block-size: 7px; border-radius: 50%; background: var(--muted); }
.news { position: absolute; inset-block-end: 12px; inset-inline: 0; margin-inline: auto; inline-size: max-content; display: flex; align-items: center; gap: 4px; padding-block: 7px; padding-inline: 16px 10px;
  border-radius: 18px; background: var(--fill); color: var(--on-fill); font-size: 13px; font-weight: 600; box-shadow: 0 4px 12px #0003; }
.news .icon { inline-size: 18px; block-size: 18px; }

.foot { border-block-start: 1px solid var(--line); padding: 12px; padding-block-end: max(12px, env(safe-area-inset-bottom)); }
.box { display: flex; align-items: flex-end; gap: 4px; padding: 3px; border: 1px solid var(--edge); border-radius: 24px; }
.box:focus-within { border-color: var(--ink); box-shadow: 0 0 0 1px var(--ink); }
textarea { display: block; inline-size: 100%; box-sizing: border-box; resize: none; }
.box textarea { flex: 1; min-inline-size: 0; max-block-size: 144px; padding-block: 9px 8px; padding-inline: 14px 4px; outline: none; font-size: 16px; line-height: 23px; overflow-y: auto; scrollbar-width: thin; }
::placeholder { color: var(--muted); opacity: 1; }
button.send { flex: none; display: grid; place-items: center; inline-size: 40px; block-size: 40px; border-radius: 50%; background: var(--fill); color: var(--on-fill); }
button.send:disabled { background: var(--raised); color: var(--muted); }
.counter { padding: 0 12px 6px; color: var(--muted); font-size: 12.5px; text-align: end; }
.counter.over { color: var(--danger); font-weight: 600; }
.after { display: flex; flex-direction: column; align-items: center; gap: 6px; }
.after .solid { inline-size: 100%; }
.after .link { color: var(--muted); font-size: 13px; }

:dir(rtl) > .icon:is(.send, .back) { transform: scaleX(-1); }
@media (max-width: 520px), (max-height: 460px) {
  .panel { inset: var(--view-top, 0) 0 auto; inline-size: auto; block-size: var(--view-height, 100dvh); border-radius: 0; padding-block-start: env(safe-area-inset-top); box-sizing: border-box; }
  .launcher[aria-expanded=true] { display: none; }
  .round { inline-size: 44px; block-size: 44px; }
  .pill, .source { min-block-size: 40px; border-radius: 20px; }
}
.box .round:not([hidden]) ~ textarea { padding-inline-start: 4px; }
.box .round { inline-size: 40px; block-size: 40px; border-radius: 50%; }
.panel[data-drop] .scroll { outline: 2px dashed var(--ink); outline-offset: -8px; }
@media (forced-colors: active) { .panel, .bubble, .launcher, .send, .solid { border: 1px solid; } }
@media (prefers-reduced-motion: no-preference) {
  .panel { animation: arrive .18s ease-out; }
  .typing i { animation: breathe 1.2s infinite; }
  .typing i:nth-child(2) { animation-delay: .15s; }
  .typing i:nth-child(3) { animation-delay: .3s; }
}
@keyframes arrive { from { opacity: 0; transform: translateY(8px); } }
@keyframes breathe { 0%, 60%, 100% { opacity: .35; } 30% { opacity: 1; } }
`);
