// Starts the console: who is signed in, one connection, one store, and the page around them.

/** @import {Agent, State} from './logic/types.js' */
/** @import {UiLocale} from './logic/i18n.js' */
/** @import {App} from './view/app.js' */

import { openIn, shownIn } from './logic/beside.js';
import { createDrafts, safely } from './logic/drafts.js';
import { filtersFrom } from './logic/filters.js';
import { afterReload } from './logic/held.js';
import { pickLocale, translator } from './logic/i18n.js';
import { createPrefs } from './logic/prefs.js';
import { oncePerFrame } from './logic/paint.js';
import { attentionOf } from './logic/rows.js';
import { createStore } from './logic/store.js';
import { logout, me as whoAmI } from './net/api.js';
import { Connection } from './net/connection.js';
import { Desk } from './net/desk.js';
import { Console } from './view/app.js';
import { Enrol } from './view/enrol.js';
import { h } from './view/dom.js';
import { onKey } from './view/commands.js';
import { allowed, createNotifier } from './view/notifier.js';
import { tickTimes } from './view/parts.js';
import { readyToast, toast } from './view/toast.js';
import { SignIn } from './view/sign-in.js';
import { Unreachable } from './view/unreachable.js';

/** Toasts and dialogs stand beside it, so that they outlive what it shows. */
const page = document.body.appendChild(h('div', { class: 'page' }));
const tab = safely(() => sessionStorage);
const browser = safely(() => localStorage);
const prefs = createPrefs(browser);
const store = createStore();
let clockOffset = 0;
let placed = false;
let locale = pickLocale([browser.getItem('baton.locale') ?? '', ...navigator.languages]);
let drafts = createDrafts(browser, tab, '');
/** @type {App|null} */
let app = null;

const connection = new Connection({
  url: new URL('/ws/agent', location.href.replace(/^http/, 'ws')).href,
  lastRev: () => store.get().rev,
  onFrame: (frame) => desk.onFrame(frame),
  onLink: (link, retryAt) => store.dispatch({ do: 'link', link, retryAt }),
  onRefused: checkStillSignedIn,
});
const desk = new Desk(store, connection);

function surroundings() {
  return { store, desk, connection, drafts, prefs, locale, t: translator(locale), region: regionOf(locale), now: () => Date.now() + clockOffset, signedIn, signOut, passwordChanged, setLocale, enrol };
}

/** Dates as the browser's own region writes them, in the console's language. @param {UiLocale} language */
function regionOf(language) {
  return navigator.languages.find((tag) => tag.toLowerCase().startsWith(language)) ?? language;
}

/** @param {UiLocale} wished */
function setLocale(wished) {
  locale = wished;
  browser.setItem('baton.locale', wished);
  dressPage();
  const shown = page.firstElementChild;
  if (shown instanceof SignIn || shown instanceof Enrol) return shown.speak(/** @type {any} */ (surroundings()));
  showConsole();
  app?.bar.menu.querySelector('summary')?.focus();
}

/** Sets up a second factor, then goes on where the console begins. */
function enrol() {
  connection.stop();
  app = null;
  dressPage();
  page.replaceChildren(new Enrol(/** @type {any} */ (surroundings()), begin));
}

/** @param {Agent} me @param {number} offset */
function signedIn(me, offset) {
  clockOffset = offset;
  if (me.must_enrol) return enrol();
  drafts = createDrafts(browser, tab, me.name);
  placed = false;
  store.dispatch({ do: 'signed_in', me });
  store.dispatch({ do: 'restore_outbox', outbox: afterReload(drafts.readOutbox()) });
  showConsole();
  connection.start();
}

async function signOut() {
  desk.holding.releaseAll();
  connection.stop();
  drafts.clear();
  store.dispatch({ do: 'signed_out' });
  showSignIn({ lead: 'sign_in.signed_out' });
  await logout();
}

/** Every sign-in has ended; what was typed is kept. */
function passwordChanged() {
  connection.stop();
  store.dispatch({ do: 'signed_out' });
  showSignIn({ lead: 'sign_in.password_changed' });
}

/** A socket refused before its welcome may mean that the session ended: then sign in again, with everything kept. */
async function checkStillSignedIn() {
  const result = await whoAmI();
  if (result.ok || result.failure.why !== 'wrong' || !store.get().me) return;
  connection.stop();
  store.dispatch({ do: 'signed_out' });
  showSignIn({ problem: 'sign_in.expired' });
}

/** @param {{problem?: string, lead?: string}} [why] why the agent is here again */
function showSignIn(why = {}) {
  app = null;
  dressPage();
  page.replaceChildren(new SignIn(/** @type {any} */ (surroundings()), why));
}

function showConsole() {
  dressPage();
  app = /** @type {App} */ (/** @type {unknown} */ (new Console(surroundings())));
  page.replaceChildren(app);
}

function dressPage() {
  const t = translator(locale);
  document.documentElement.lang = locale;
  document.title = titleOf(store.get());
  return t;
}

/** @param {State} state */
function titleOf(state) {
  const attention = attentionOf(state);
  return (attention > 0 ? `(${attention}) ` : '') + translator(locale)('app.title');
}

const notifier = createNotifier(() => ({
  t: translator(locale), notify: prefs.notify(allowed()), select: (session) => app?.select(session),
  toQueue: () => store.dispatch({ do: 'tab', tab: 'waiting' }), inView,
}));

/** A hidden page has no frames, and is in no hurry. */
const nextFrame = (/** @type {() => void} */ then) => { if (document.hidden) setTimeout(then, 200); else requestAnimationFrame(then); };
const draw = oncePerFrame((/** @type {State} */ state) => app?.update(state), nextFrame);

store.subscribe((state) => {
  draw(state);
  keepOutbox(state);
  keepPlace(state);
  lookAtSelected(state);
  if (!state.me) return;
  document.title = titleOf(state);
  notifier.update(state);
});

/** @type {State['outbox']|null} */
let keptOutbox = null;
/** @param {State} state */
function keepOutbox(state) {
  if (!state.me || state.outbox === keptOutbox) return;
  keptOutbox = state.outbox;
  drafts.writeOutbox(state.outbox);
}

/** Once the list is known the agent is where a reload left off; from then on each move is kept. @param {State} state */
function keepPlace(state) {
  if (!state.me || !state.welcomed) return;
  if (placed) return drafts.writePlace({ tab: state.tab, selected: state.selected, open: openIn(state), team: state.team, filters: state.filters });
  placed = true;
  const place = drafts.readPlace();
  if (place.tab) store.dispatch({ do: 'tab', tab: place.tab });
  if (place.team && isTeam(state, place.team)) store.dispatch({ do: 'team', team: place.team });
  store.dispatch({ do: 'filter', filters: filtersFrom(place.filters) });
  for (const session of (place.open ?? []).filter((open) => state.tickets[open])) {
    store.dispatch({ do: 'beside', session, drafted: [] });
    void app?.fetch(session);
  }
  if (place.selected && state.tickets[place.selected]) app?.select(place.selected);
}

/** @param {State} state @param {string} team as `bot/team` */
function isTeam(state, team) {
  return Object.entries(state.teams).some(([bot, teams]) => teams.some(({ id }) => `${bot}/${id}` === team));
}

/** The chats before the agent's eyes: none on a hidden page, and none while a phone shows another column. @param {State} state */
function inView(state) {
  return document.hidden || app?.columns.covers('talk') ? [] : shownIn(state);
}

/** What is on the screen of a visible page has been seen. @param {State} state */
function lookAtSelected(state) {
  for (const session of inView(state)) store.dispatch({ do: 'look', session });
}

setInterval(() => {
  tickTimes(document, Date.now() + clockOffset, regionOf(locale));
  store.dispatch({ do: 'tick', now: Date.now() });
  lookAtSelected(store.get());
  app?.board.update(store.get());
  if (store.get().filters.promise) app?.list.update(store.get());
}, 1000);
addEventListener('keydown', (event) => { if (app) onKey(app, event); });
addEventListener('online', () => connection.retryNow());
addEventListener('pagehide', () => desk.holding.releaseAll());
document.addEventListener('visibilitychange', () => {
  if (document.hidden) return desk.holding.releaseAll();
  connection.retryNow();
  lookAtSelected(store.get());
});

async function begin() {
  page.replaceChildren(h('p', { class: 'boot', role: 'status' }, dressPage()('app.loading')));
  const result = await whoAmI();
  if (result.ok) signedIn(result.me, result.clockOffset);
  else if (result.failure.why === 'wrong') showSignIn();
  else page.replaceChildren(new Unreachable(/** @type {any} */ (surroundings()), begin));
}

readyToast();
/** A fault of ours: said, not hidden. Events without an error are the browser's own remarks. */
addEventListener('error', (event) => { if (event.error) toast(translator(locale)('error.page'), 'problem'); });
await begin();
