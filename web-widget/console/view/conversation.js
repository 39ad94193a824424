// The second column: one conversation, what can be done with it, and where to write.

/** @import {App} from './app.js' */
/** @import {State, Ticket} from '../logic/types.js' */

import { leads, mayTakeOver } from '../logic/board.js';
import { nameOfAgent } from '../logic/colleagues.js';
import { languageName } from '../logic/format.js';
import { callOf } from '../logic/calls.js';
import { askOf, takesPart } from '../logic/mentions.js';
import { countsOf, isMine, isWaiting } from '../logic/rows.js';
import { unanswered } from '../logic/suggestions.js';
import { departure } from '../logic/transcript.js';
import { Composer } from './composer.js';
import { fill, h, refill } from './dom.js';
import { icon } from './icons.js';
import { LogStatus } from './log-status.js';
import { botBadge, customerLabel, emptyState, goalChip, moodDot, priorityFlag, presenceChip, silenceChip, ticking } from './parts.js';
import { Transcript } from './transcript.js';

export class Conversation extends HTMLElement {
  #headPrint = '';
  #footPrint = '';
  #nonePrint = '';
  /** The chat that is shown here. @type {string|null} */ session = null;

  /** @param {App} app */
  constructor(app) {
    super();
    this.app = app;
    this.head = h('header', { class: 'talk-head' });
    this.transcript = new Transcript(app, () => this.composer.write());
    this.composer = new Composer(app);
    this.notice = h('div', { class: 'talk-notice', role: 'status' });
    this.none = h('div', { class: 'talk-none' });
    this.loading = new LogStatus(app);
    this.body = h('section', { class: 'talk', 'aria-label': app.t('talk.label'), ondragover: (event) => this.#dragged(event), ondragleave: (event) => this.#dragged(event), ondrop: (event) => this.#dragged(event) }, this.head, this.loading, this.transcript, this.notice, this.composer);
    // Whatever is touched here is about this chat, so it has the focus before the touch is heeded.
    for (const touch of ['pointerdown', 'focusin', 'click']) this.addEventListener(touch, () => app.talks.focusOn(this.session), { capture: true });
  }

  connectedCallback() {
    fill(this, this.none, this.body);
  }

  /** The cursor where one writes, or reads. */
  enter() {
    if (this.body.hidden) return this.none.querySelector('button')?.focus();
    if (this.composer.hidden) this.transcript.log.focus();
    else this.composer.write();
  }

  /** @param {State} state */
  update(state) {
    const ticket = this.session === null ? null : this.app.ticketAt(state, this.session);
    this.body.hidden = !ticket;
    this.none.hidden = ticket !== null;
    if (!ticket) return this.#showNone(state);
    const here = state.tickets[ticket.session] !== undefined;
    const mine = here && isMine(state, ticket);
    this.#showHead(state, ticket, here, mine);
    this.body.setAttribute('aria-label', state.columns.length > 1 ? this.app.t('beside.label', { label: customerLabel(this.app, ticket) }) : this.app.t('talk.label'));
    // The room of suggested answers is kept from the message on for which they are sought.
    this.body.toggleAttribute('data-asked', mine && unanswered(state.logs[ticket.session]?.entries ?? []) !== null && !state.outbox[ticket.session]?.some(({ kind }) => kind === 'say'));
    this.transcript.update(state, ticket);
    this.loading.update(state, ticket.session);
    const whispers = here && !mine && (takesPart(state, ticket) || (!isWaiting(ticket) && leads(state)));
    this.composer.hidden = !mine && !whispers;
    this.composer.show(ticket.session, mine ? 'all' : 'notes');
    this.composer.suggestions.update(state, ticket, mine);
    this.#showNotice(state, ticket, here, mine);
  }

  /** Files over a conversation of mine are shown to be welcome, and taken where they are let go. @param {DragEvent} event */
  #dragged(event) {
    if (this.composer.hidden || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    const inside = event.relatedTarget instanceof Node && this.body.contains(event.relatedTarget);
    this.body.toggleAttribute('data-drop', event.type === 'dragover' || (event.type === 'dragleave' && inside));
    if (event.type === 'drop') this.composer.attach([...event.dataTransfer.files]);
  }

  /** @param {State} state @param {Ticket} ticket @param {boolean} here @param {boolean} mine */
  #showHead(state, ticket, here, mine) {
    const print = JSON.stringify([ticket.session, ticket.state, ticket.agent, ticket.offer?.to, ticket.priority, ticket.mood?.at(-1), ticket.waiting_since, ticket.locale, here, mine, state.link === 'open', ticket.sla, ticket.silence, state.lookers[ticket.session], state.present[ticket.session], state.columns.length > 1]);
    if (print === this.#headPrint) return;
    this.#headPrint = print;
    const { app } = this;
    refill(this.head,
      h('button', { class: 'icon-button back', type: 'button', 'data-test': 'back', 'aria-label': app.t('talk.back'), onclick: () => app.back() }, icon('back')),
      h('div', { class: 'talk-who' },
        h('h2', {}, botBadge(ticket.bot), h('span', { class: 'talk-name' }, customerLabel(app, ticket)), moodDot(app, ticket), priorityFlag(app, ticket), here && presenceChip(app, state.present[ticket.session])),
        h('p', {}, h('span', {}, this.#standing(ticket, here, mine), ' · ', languageName(ticket.locale, app.locale)), mine ? silenceChip(app, ticket) : null, goalChip(app, ticket), this.#lookers(state, ticket))),
      h('div', { class: 'talk-actions' }, ...this.#actions(ticket, here, mine, state.link === 'open'),
        h('button', { class: 'icon-button beside-button', type: 'button', 'data-test': 'beside', 'aria-label': app.t('beside.button'), title: `${app.t('beside.button')} (Alt+O)`, onclick: () => app.talks.openBeside() }, icon('beside')),
        h('button', { class: 'icon-button details-button', type: 'button', 'data-test': 'details', 'aria-label': app.t('talk.details'), title: app.t('talk.details'), onclick: () => app.toggleTicket() }, icon('info'))),
      state.columns.length > 1 && h('button', { class: 'icon-button close-column', type: 'button', 'data-test': 'close-column', 'aria-label': app.t('beside.close'), title: `${app.t('beside.close')} (Alt+Q)`, onclick: () => app.talks.close(ticket.session) }, icon('close')));
  }

  /** @param {Ticket} ticket @param {boolean} here @param {boolean} mine */
  #standing(ticket, here, mine) {
    const { t } = this.app;
    if (!here) return t(this.#onlyRead(ticket) ? `talk.state.${ticket.state}` : 'talk.state.left', { name: nameOfAgent(this.app.store.get(), ticket.agent ?? '') });
    if (mine) return t(ticket.state === 'wrap_up' ? 'talk.state.wrap_up' : 'talk.state.mine');
    const state = this.app.store.get();
    if (!isWaiting(ticket) || !ticket.waiting_since) return t(`talk.state.${ticket.state}`, { name: nameOfAgent(state, ticket.agent ?? '') });
    const standing = ticket.offer ? t('talk.state.offered_to', { name: nameOfAgent(state, ticket.offer.to) }) : t(`talk.state.${ticket.state}`);
    return h('span', {}, `${standing} `, ticking(this.app, ticket.waiting_since));
  }

  /** Who else has it on the screen, and who writes there. @param {State} state @param {Ticket} ticket */
  #lookers(state, ticket) {
    const { t } = this.app;
    const others = (state.lookers[ticket.session] ?? []).filter(({ agent }) => agent !== state.me?.name);
    if (others.length === 0) return null;
    const typing = others.some((other) => other.typing);
    const who = others.filter((other) => other.typing === typing).map(({ agent }) => nameOfAgent(state, agent));
    const told = t(typing ? 'talk.types' : 'talk.looks', { n: who.length, names: who.join(', ') });
    return h('span', { class: 'lookers', 'data-test': 'lookers', 'data-typing': typing, title: told }, icon(typing ? 'note' : 'eye'), h('span', { 'aria-hidden': 'true' }, who.join(', ')), h('span', { class: 'visually-hidden' }, told));
  }

  /** @param {Ticket} ticket @param {boolean} here @param {boolean} mine @param {boolean} online */
  #actions(ticket, here, mine, online) {
    const { app } = this;
    /** @param {string} key @param {Parameters<typeof icon>[0]} drawing @param {string} test @param {() => void} act @param {string} [kind] */
    const button = (key, drawing, test, act, kind = '') => h('button', { class: `button ${kind}`, type: 'button', 'data-test': test, disabled: !online, title: app.t(key), onclick: act }, icon(drawing), h('span', {}, app.t(key)));
    const transfer = leads(app.store.get()) && button('talk.transfer', 'swap', 'transfer', () => app.askTransfer(), 'quiet');
    if (here && isWaiting(ticket)) return [transfer, button('talk.accept', 'check', 'accept', () => app.accept(), 'primary')];
    if (mayTakeOver(app.store.get(), ticket)) return [transfer, button('talk.take_over', 'person', 'take-over', () => app.takeOver(), 'primary')];
    if (!mine) return [];
    return [
      button('talk.transfer', 'swap', 'transfer', () => app.askTransfer(), 'quiet'),
      button('talk.snooze', 'pause', 'snooze', () => app.askSnooze(), 'quiet'),
      button('talk.return', 'bot', 'return-to-bot', () => app.askReturn(), 'quiet'),
      button('talk.resolve', 'check', 'resolve', () => app.askResolve(), 'primary'),
    ];
  }

  /** @param {State} state @param {Ticket} ticket @param {boolean} here @param {boolean} mine */
  #showNotice(state, ticket, here, mine) {
    const call = here && leads(state) ? ticket.call : null;
    if (call) return this.#showCall(state, ticket, call);
    const ask = here ? askOf(state, ticket) : null;
    const text = ask ? this.app.t('mention.asks', { name: nameOfAgent(state, ask.by) }) : mine ? '' : here ? this.#readingAlong(ticket) : this.#farewell(state, ticket);
    const print = `${ticket.session}|${text}`;
    if (print === this.#footPrint) return;
    this.#footPrint = print;
    const close = here ? null : h('button', { class: 'button', type: 'button', onclick: () => this.app.close() }, this.app.t('talk.close'));
    fill(this.notice, text && h('p', {}, text), text && this.#keptDraft(ticket), text && close);
    this.notice.hidden = !text;
    this.notice.dataset.kind = ask ? 'asked' : here ? 'reading' : 'gone';
  }

  /** A promise was missed, and a supervisor should see to it. @param {State} state @param {Ticket} ticket @param {NonNullable<Ticket['call']>} call */
  #showCall(state, ticket, call) {
    const { t } = this.app;
    const print = JSON.stringify([ticket.session, call, state.link === 'open']);
    if (print === this.#footPrint) return;
    this.#footPrint = print;
    const goal = t(`goal.${call.goal}`);
    const text = callOf(state, ticket) ? t('call.you', { goal }) : `${t('call.missed', { goal })} ${t(call.to ? 'call.of' : 'call.nobody', { name: nameOfAgent(state, call.to ?? '') })}`;
    refill(this.notice, h('p', {}, text), h('button', { class: 'button', type: 'button', 'data-test': 'answer-call', disabled: state.link !== 'open', onclick: () => this.app.answerCall() }, icon('check'), h('span', {}, t('call.answer'))));
    this.notice.hidden = false;
    this.notice.dataset.kind = 'called';
  }

  /** Words typed and not sent before the conversation went elsewhere. @param {Ticket} ticket */
  #keptDraft(ticket) {
    const draft = this.app.drafts.read(ticket.session, 'say') || this.app.drafts.read(ticket.session, 'note');
    return draft ? h('button', { class: 'link draft', type: 'button', title: draft, onclick: () => this.app.copy(draft) }, this.app.t('talk.copy_draft')) : null;
  }

  /** @param {Ticket} ticket */
  #readingAlong(ticket) {
    if (!isWaiting(ticket) && leads(this.app.store.get())) return '';
    return isWaiting(ticket) ? this.app.t('talk.accept_first') : this.app.t('talk.theirs', { name: ticket.agent ? nameOfAgent(this.app.store.get(), ticket.agent) : this.app.t('gone.colleague') });
  }

  /** Whether it is no chat of the desk, and was opened to be read. @param {Ticket} ticket */
  #onlyRead(ticket) {
    return this.app.store.get().found[ticket.session] === ticket;
  }

  /** Says kindly why the conversation is no longer in the list. @param {State} state @param {Ticket} ticket */
  #farewell(state, ticket) {
    const { t } = this.app;
    if (this.#onlyRead(ticket)) return t(ticket.state === 'bot' ? 'found.bot' : 'found.closed');
    const { how, who } = departure(state.logs[ticket.session]?.entries ?? []);
    const taken = how === 'gone' && ticket.agent && ticket.agent !== state.me?.name;
    return t(`gone.${taken ? 'taken' : how}`, { who: who || ticket.agent || t('gone.colleague') });
  }

  /** @param {State} state */
  #showNone(state) {
    const { t } = this.app;
    const { waiting } = countsOf(state);
    const done = this.app.justFinished;
    const quiet = Object.keys(state.tickets).length === 0;
    const print = `${waiting}|${done}|${quiet}|${state.welcomed}`;
    if (print === this.#nonePrint) return;
    this.#nonePrint = print;
    if (!state.welcomed) return fill(this.none);
    if (quiet && !done) return fill(this.none, emptyState(t('list.all_empty'), t('talk.none_quiet')));
    const more = !done ? t('talk.none_more') : waiting > 0 ? t('talk.none_done_waiting', { n: waiting }) : t('talk.none_done_quiet');
    const next = done && waiting > 0 ? h('button', { class: 'button primary', type: 'button', onclick: () => this.app.openNextWaiting() }, t('talk.next')) : null;
    fill(this.none, emptyState(t(done ? 'talk.none_done' : 'talk.none'), more, next));
  }
}

customElements.define('baton-conversation', Conversation);
