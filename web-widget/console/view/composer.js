// Where the agent writes: a reply or a private note, with its draft kept per conversation.

/** @import {App} from './app.js' */
/** @import {MessageKind} from '../logic/types.js' */

import { writersIn } from '../logic/colleagues.js';
import { languageName } from '../logic/format.js';
import { HOLD_MS } from '../logic/held.js';
import { draftWith } from '../logic/suggestions.js';
import { translates } from '../logic/translation.js';
import { ACCEPT } from '../net/files.js';
import { askSendAnyway } from './dialogs.js';
import { dress, fill, h, setText } from './dom.js';
import { icon } from './icons.js';
import { PickList } from './pick-list.js';
import { Suggestions } from './suggestions.js';
import { toast } from './toast.js';
import { ToneHints } from './tone-hints.js';

const LONGEST = 4000;
/** From here on the room that is left is told. */
const TELL_FROM = 3500;

/** Every composer names its own parts. */
let made = 0;

export class Composer extends HTMLElement {
  #session = '';
  /** @type {MessageKind} */ #kind = 'say';

  /** @param {App} app */
  constructor(app) {
    super();
    this.app = app;
    const { t } = app;
    made += 1;
    this.keys = h('p', { class: 'keys', id: `write-keys-${made}` });
    this.modes = { say: this.#mode('say', 'reply', 'write.reply'), note: this.#mode('note', 'note', 'write.note') };
    this.area = h('textarea', { rows: 1, dir: 'auto', 'data-test': 'composer', 'aria-describedby': this.keys.id, oninput: () => this.#typed(), onkeydown: (event) => this.#key(event) });
    this.picks = new PickList(app, this.area, () => this.#session, () => this.#typed());
    this.suggestions = new Suggestions(app, (article, source) => this.#draft((written) => draftWith(written, article, source)));
    this.tone = new ToneHints(app);
    this.room = h('span', { class: 'room', role: 'status' });
    this.sendWord = h('span', {});
    this.send = h('button', { class: 'button primary send', type: 'submit', 'data-test': 'send' }, icon('send'), this.sendWord);
    this.translator = h('button', { class: 'mode translate', type: 'button', hidden: true, 'data-test': 'translate-draft', title: t('translate.draft_more'), onclick: () => this.translateDraft() }, icon('language'), t('translate.draft'));
    this.translated = h('p', { class: 'status draft-mark', role: 'status', 'data-test': 'draft-mark' });
    this.chooser = h('input', { type: 'file', hidden: true, multiple: true, accept: ACCEPT, 'data-test': 'file-input', onchange: () => this.#chosen() });
    this.clip = h('button', { class: 'icon-button clip', type: 'button', 'data-test': 'attach', 'aria-label': t('write.attach'), title: t('write.attach'), onclick: () => this.chooser.click() }, icon('clip'));
    this.area.addEventListener('paste', (event) => this.#pasted(event));
    this.form = h('form', { class: 'composer', onsubmit: (event) => { event.preventDefault(); this.#submit(); } }, this.suggestions,
      h('div', { class: 'modes', role: 'group', 'aria-label': t('write.mode') }, this.modes.say, this.modes.note, this.translator, this.room),
      h('div', { class: 'writing' }, this.picks, this.clip, this.chooser, this.area, this.send), this.translated, this.tone,
      this.keys);
  }

  connectedCallback() {
    fill(this, this.form);
  }

  /** Who reads along writes notes alone. @param {string} session @param {'all'|'notes'} what */
  show(session, what) {
    this.modes.say.hidden = what === 'notes';
    this.#offerTranslation();
    if (session === this.#session && (what === 'all' || this.#kind === 'note')) return;
    this.#session = session;
    this.setKind(what === 'notes' ? 'note' : 'say');
  }

  /** @param {MessageKind} kind */
  setKind(kind) {
    this.#kind = kind;
    const { t } = this.app;
    this.form.dataset.kind = kind;
    this.clip.hidden = kind === 'note';
    this.#mark(null);
    this.#offerTranslation();
    for (const [name, button] of Object.entries(this.modes)) button.setAttribute('aria-pressed', String(name === kind));
    const hint = t(kind === 'say' ? 'write.reply_hint' : 'write.note_hint');
    dress(this.area, { placeholder: hint, 'aria-label': hint });
    setText(this.keys, t(kind === 'say' ? 'write.keys' : 'write.keys_note'));
    setText(this.sendWord, t(kind === 'say' ? 'write.send' : 'write.add'));
    this.area.value = this.app.drafts.read(this.#session, kind);
    this.tone.check(kind === 'say' ? this.area.value : '');
    this.#fit();
  }

  /** @param {MessageKind} [kind] */
  write(kind) {
    if (kind && kind !== this.#kind) this.setKind(kind);
    this.area.focus();
  }

  /** What is written, in the customer's language: a draft, to be read before it goes. */
  async translateDraft() {
    const { app } = this;
    const session = this.#session;
    const written = this.area.value.trim();
    if (!written || this.translator.hidden || this.hidden) return this.area.focus();
    this.translator.disabled = true;
    const found = await app.desk.translateDraft(session, written, app.locale).catch(() => null);
    this.translator.disabled = false;
    if (!found) return toast(app.t('translate.failed'), 'problem');
    if (session !== this.#session || this.area.value.trim() !== written) return;
    if (found.text.trim() === written) return toast(app.t('translate.same'), 'good');
    this.#draft(() => found.text);
    this.#mark({ written, to: found.to });
  }

  /** Says that the draft is a machine's, and leads back to what was written. @param {{written: string, to: string}|null} of */
  #mark(of) {
    const { t, locale } = this.app;
    const back = of && h('button', { type: 'button', class: 'link', 'data-test': 'own-words', onclick: () => { this.#draft(() => of.written); this.#mark(null); } }, t('translate.own_words'));
    fill(this.translated, of && icon('language'), of && h('span', {}, t('translate.draft_mark', { language: languageName(of.to, locale) })), back);
    this.translated.hidden = !of;
  }

  #offerTranslation() {
    const state = this.app.store.get();
    const ticket = this.app.ticketAt(state, this.#session);
    this.translator.hidden = this.#kind === 'note' || !ticket || !translates(state, ticket);
  }

  /** Opens the way to a file, where one may be sent. */
  choose() {
    if (this.hidden || this.modes.say.hidden) return;
    this.setKind('say');
    this.chooser.click();
  }

  /** Files go to the customer, never into a note. @param {Iterable<File>} files */
  attach(files) {
    if (this.hidden || this.modes.say.hidden || this.#kind === 'note') return toast(this.app.t('file.not_in_note'), 'problem');
    this.app.desk.attach(this.#session, files);
    this.area.focus();
  }

  #chosen() {
    this.attach([...(this.chooser.files ?? [])]);
    this.chooser.value = '';
  }

  /** @param {ClipboardEvent} event */
  #pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    this.attach(files);
  }

  /** Puts a message that could not be sent back, before what is already there. @param {MessageKind} kind @param {string} text */
  putBack(kind, text) {
    this.#draft((written) => (written ? `${text}\n${written}` : text), kind);
  }

  /** Changes what is written, as if it were typed. @param {(written: string) => string} change @param {MessageKind} [kind] */
  #draft(change, kind = 'say') {
    this.setKind(kind);
    this.area.value = change(this.area.value);
    this.#typed();
    this.area.focus();
  }

  /** @param {MessageKind} kind @param {'reply'|'note'} drawing @param {string} key */
  #mode(kind, drawing, key) {
    return h('button', { class: 'mode', type: 'button', 'data-test': `mode-${drawing}`, onclick: () => this.write(kind) }, icon(drawing), this.app.t(key));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (this.picks.key(event)) return;
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || event.isComposing) return;
    event.preventDefault();
    this.#submit();
  }

  #typed() {
    this.app.drafts.write(this.#session, this.#kind, this.area.value);
    if (this.#kind === 'say') {
      this.app.desk.typing(this.#session, this.area.value.trim() !== '');
      this.tone.follow(this.area.value);
    }
    this.picks.follow(this.#kind);
    this.app.looking(this.area.value.trim() !== '');
    this.#fit();
  }

  #submit() {
    const text = this.area.value.trim();
    if (!text) this.app.desk.holding.release(this.#session);
    if (!text || [...text].length > LONGEST) return this.area.focus();
    const writers = this.#kind === 'say' ? writersIn(this.app.store.get(), this.#session) : [];
    if (writers.length > 0) return askSendAnyway(this.app, writers, () => this.#send(text));
    this.#send(text);
  }

  /** @param {string} text */
  #send(text) {
    this.app.desk.send(this.#session, this.#kind, text);
    if (this.#kind === 'say') this.#remind(text);
    this.app.drafts.write(this.#session, this.#kind, '');
    this.area.value = '';
    this.#mark(null);
    this.#fit();
    this.area.focus();
  }

  /** While it can still be taken back, what was sent is worth a hint too. @param {string} text */
  #remind(text) {
    this.tone.check(text);
    setTimeout(() => this.tone.check(this.#kind === 'say' ? this.area.value : ''), HOLD_MS);
  }

  /** Grows with the text, and tells when room runs out. */
  #fit() {
    this.area.style.setProperty('height', 'auto');
    this.area.style.setProperty('height', `${this.area.scrollHeight + 2}px`);
    const length = [...this.area.value.trim()].length;
    const left = LONGEST - length;
    this.send.disabled = length === 0 || left < 0;
    const words = length < TELL_FROM ? '' : left < 0 ? this.app.t('write.too_long', { n: -left }) : this.app.t('write.left', { n: left });
    setText(this.room, words);
    this.room.toggleAttribute('data-over', left < 0);
  }
}

customElements.define('baton-composer', Composer);
