// Chats whose promise was missed, to which the server calls a supervisor; and all that asks for this agent by name.

/** @import {State, Ticket} from './types.js' */

import { askOf } from './mentions.js';

/** The call to this supervisor, which stands until they have come. @param {State} state @param {Ticket} ticket */
export const callOf = (state, ticket) => (ticket.call && ticket.call.to !== null && ticket.call.to === state.me?.name ? ticket.call : null);

/** Whether somebody waits for this agent in a chat that is not theirs. @param {State} state @param {Ticket} ticket */
export const wantsMe = (state, ticket) => askOf(state, ticket) !== null || callOf(state, ticket) !== null;
