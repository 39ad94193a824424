// Under a customer's message: what was understood and decided, quiet on one line and complete when opened.

/** @import {App} from './app.js' */
/** @import {Ticket} from '../logic/types.js' */
/** @import {Message} from '../logic/transcript.js' */
/** @import {Child} from './dom.js' */

import { humanise, languageName, moodWord, percent, signed } from '../logic/format.js';
import { factsOf } from '../logic/why.js';
import { correctionForm } from './correction.js';
import { h } from './dom.js';
import { intentTitle } from './parts.js';

/** @param {Message} message @param {{app: App, ticket: Ticket}} scene */
export function heardLine(message, { app, ticket }) {
  if (!message.heard && !message.decided) return null;
  return h('details', { class: 'heard', 'data-test': 'heard' },
    h('summary', { title: app.t('heard.title') }, ...summary(message, app, ticket)),
    h('dl', {}, ...heardRows(message.heard, app, ticket), ...decidedRows(message.decided, app, ticket)), correctionForm(message, { app, ticket }));
}

/** @param {Message} message @param {App} app @param {Ticket} ticket @returns {Child[]} */
function summary({ heard, decided, corrected }, app, ticket) {
  const top = heard?.intents?.[0];
  return [
    top && h('span', { class: 'mark-intent' }, `${intentTitle(app, ticket, top.intent)} `, h('b', {}, percent(top.confidence, app.region))),
    heard && !top && h('span', { class: 'mark-intent' }, app.t('heard.none')),
    ...(heard?.entities ?? []).map((/** @type {any} */ entity) => h('span', { class: 'mark-entity' }, entity.value)),
    decided && h('span', { class: 'mark-mood' }, h('i', { class: 'mood-dot small', 'data-mood': moodWord(decided.mood) }), signed(decided.mood, app.region)),
    corrected && h('span', { class: 'mark-corrected' }, app.t('correct.mark')),
    decided && h('span', { class: 'mark-did' }, decisionText(decided.decision, app, ticket)),
  ];
}

/** @param {any} decision @param {App} app @param {Ticket} ticket */
export function decisionText(decision, app, ticket) {
  const shown = ticket.articles?.find((article) => article.slug === decision.article);
  return app.t(`did.${decision.do}`, {
    article: shown?.title ?? humanise(decision.article ?? ''),
    rule: app.ruleTitle(decision.reason?.rule ?? ''),
  });
}

/** @param {any} heard @param {App} app @param {Ticket} ticket @returns {Child[]} */
function heardRows(heard, app, ticket) {
  if (!heard) return [];
  const { t } = app;
  const intents = (heard.intents ?? []).slice(0, 3).map((/** @type {any} */ i) => meter(intentTitle(app, ticket, i.intent), i.confidence, app.region));
  const articles = (heard.articles ?? []).slice(0, 3).map((/** @type {any} */ a) => meter(humanise(a.article), a.score, app.region));
  const entities = (heard.entities ?? []).map((/** @type {any} */ e) => `${t(`entity.${e.kind}`)} ${e.value}`).join(', ');
  const cues = (heard.cues ?? []).map((/** @type {any} */ c) => `${t(`cue.${c.kind}`)} (${c.words})`).join(', ');
  const { sentiment } = heard;
  const feeling = sentiment && t('heard.sentiment_value', { label: t(`sentiment.${sentiment.label}`), value: signed(sentiment.valence, app.region), confidence: percent(sentiment.confidence, app.region) });
  const meant = heard.feeling && t('heard.feeling_value', { emotion: t(`emotion.${heard.feeling.emotion}`), confidence: percent(heard.feeling.confidence, app.region), urgency: t(`urgency.${heard.feeling.urgency}`) });
  const language = heard.language && languageName(heard.language, app.locale) + (heard.spoken === false ? ` (${t('heard.not_spoken')})` : '');
  return [
    ...row(t('heard.intents'), intents.length > 0 ? intents : [t('heard.none')]),
    ...row(t('heard.scope'), [typeof heard.in_scope === 'number' && percent(heard.in_scope, app.region)]),
    ...row(t('heard.articles'), articles), ...row(t('heard.entities'), [entities]), ...row(t('heard.sentiment'), [feeling]),
    ...row(t('heard.feeling'), [meant]), ...row(t('heard.cues'), [cues]), ...row(t('heard.language'), [language]), ...row(t('heard.trouble'), [heard.trouble]),
  ];
}

/** @param {any} decided @param {App} app @param {Ticket} ticket @returns {Child[]} */
function decidedRows(decided, app, ticket) {
  if (!decided) return [];
  const { t } = app;
  const why = factsOf(decided.decision.reason?.numbers ?? {}, t, app.region).map((fact) => fact.sentence).join('; ');
  const versions = Object.entries(decided.versions ?? {}).filter(([, v]) => v).map(([name, v]) => `${name} ${v}`).join(', ');
  return [
    ...row(t('heard.decision'), [decisionText(decided.decision, app, ticket)]), ...row(t('heard.why'), [why]),
    ...row(t('heard.mood'), [`${signed(decided.mood, app.region)}, ${t(`mood.${moodWord(decided.mood)}`)}`]),
    ...row(t('heard.tone'), [decided.tone && t(`tone.${decided.tone}`)]), ...row(t('heard.versions'), [versions]),
  ];
}

/** @param {string} name @param {Child[]} values @returns {Child[]} */
function row(name, values) {
  const given = values.filter(Boolean);
  return given.length > 0 ? [h('dt', {}, name), h('dd', {}, ...given)] : [];
}

/** A name with its probability as a number and a thin bar. @param {string} name @param {number} share @param {string} region */
export function meter(name, share, region) {
  const bar = h('span', { class: 'meter-bar', 'aria-hidden': 'true' });
  bar.style.setProperty('--share', String(share));
  return h('span', { class: 'meter' }, h('span', { class: 'meter-name' }, name), bar, h('span', { class: 'meter-value' }, percent(share, region)));
}
