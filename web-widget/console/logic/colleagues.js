// Who else is there, and what the teams and the intents are called.

/** @import {Colleague, State} from './types.js' */

import { humanise } from './format.js';

/** Those to whom a chat of the bot can be passed now: there, taking chats, and not oneself. @param {State} state @param {string} bot @returns {Colleague[]} */
export function colleaguesFor(state, bot) {
  const able = (/** @type {Colleague} */ c) => c.connected && c.available.on && c.agent !== state.me?.name && (c.bots.length === 0 || c.bots.includes(bot));
  return Object.values(state.colleagues).filter(able).sort((a, b) => a.name.localeCompare(b.name));
}

/** Names of others who write in the chat right now. @param {Pick<State, 'lookers'|'me'|'colleagues'>} state @param {string} session */
export function writersIn(state, session) {
  const others = (state.lookers[session] ?? []).filter(({ agent, typing }) => typing && agent !== state.me?.name);
  return others.map(({ agent }) => state.colleagues[agent]?.name ?? agent);
}

/** As customers know an agent, or by the sign-in name of whom nobody knows. @param {Pick<State, 'colleagues'|'staff'>} state @param {string} agent */
export function nameOfAgent(state, agent) {
  return state.colleagues[agent]?.name ?? state.staff.find((person) => person.agent === agent)?.name ?? agent;
}

/** An intent's title in the language of the page; `known` where the bot no longer has it. @param {Pick<State, 'intents'>} state @param {string} bot @param {string} intent @param {string} locale @param {string} [known] */
export function nameOfIntent(state, bot, intent, locale, known) {
  const titles = state.intents[bot]?.find(({ name }) => name === intent)?.title;
  return titles?.[locale] ?? known ?? Object.values(titles ?? {})[0] ?? humanise(intent);
}

/** A name in the language of the page, else in the first that there is. @param {Record<string, string>|undefined} names @param {string} locale @param {string} id */
export const inLocale = (names, locale, id) => names?.[locale] ?? Object.values(names ?? {})[0] ?? humanise(id);

/** How a chat was said to have ended; codes that the policy no longer has stand as they are. @param {Pick<State, 'codes'>} state @param {string} bot @param {string} code @param {string} locale */
export const nameOfCode = (state, bot, code, locale) => inLocale(state.codes[bot]?.find((known) => known.code === code)?.name, locale, code);

/** @param {Pick<State, 'teams'>} state @param {string} bot @param {string} team @param {string} locale */
export function nameOfTeam(state, bot, team, locale) {
  return inLocale(state.teams[bot]?.find(({ id }) => id === team)?.name, locale, team);
}
