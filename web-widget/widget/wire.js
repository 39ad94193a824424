// What travels over the socket, as types. See PROTOCOL.md; this file has no code.
export {};

/** @typedef {'bot' | 'queued' | 'offered' | 'agent' | 'wrap_up' | 'closed'} State */
/** @typedef {'customer' | 'bot' | 'agent' | 'system'} From */
/** @typedef {{ id: string, label: string }} Choice */
/** @typedef {{ id: string, title: string }} Source */
/** @typedef {{ p50: number, p90: number, right?: number | null }} Wait seconds, and the share of customers for whom p90 was right */
/** @typedef {{ name: string, tagline?: string, accent?: string, locales?: string[] }} Brand */

/** @typedef {{ id: string, name: string, type: string, bytes: number, pixels?: { width: number, height: number } }} File */

/**
 * One thing that happened, as the customer may see it.
 * @typedef {object} ChatEvent
 * @property {number} seq 1 first, without gaps
 * @property {string} at RFC 3339
 * @property {number} owner grows at each change of hands
 * @property {From} from
 * @property {'message' | 'state' | 'queue' | 'survey' | 'notice' | 'form'} kind
 * @property {string} [text]
 * @property {Choice[]} [choices]
 * @property {Source[]} [sources]
 * @property {string | null} [cid] the customer's own id of it
 * @property {string} [choice] the choice the customer tapped
 * @property {number} [ref] and the message that offered it
 * @property {string | null} [name] of the agent who said it
 * @property {State} [state]
 * @property {{ name: string } | null} [agent]
 * @property {string | null} [opens_at] when people are back
 * @property {number} [position]
 * @property {Wait | null} [wait_s]
 * @property {number | null} [score]
 * @property {File} [file]
 */

/**
 * @typedef {object} Welcome
 * @property {string} session
 * @property {string} token
 * @property {string} store
 * @property {number} head_seq
 * @property {State} state
 * @property {number} owner
 * @property {number} [ping_s]
 * @property {Brand} [brand]
 * @property {string} [locale]
 * @property {boolean} [more]
 * @property {{ bytes: number } | null} [files] the largest file; null where none may be sent
 */

/** What resumes a session. @typedef {{ session: string, token: string, store: string }} Ticket */

/**
 * What the customer sends and expects an `ack` for.
 * @typedef {{ type: 'say', text: string }
 *   | { type: 'choose', choice: string, ref: number }
 *   | { type: 'leave_address', email: string }
 *   | { type: 'rate', score: number, comment: string | null }
 *   | { type: 'end' }} Request
 */

/**
 * @typedef {object} Move
 * @property {object | null} [hello] what the next hello says besides
 * @property {(frame: Frame) => void} [heard] hears refusals, and frames that are not of every day
 * @property {(frame: Frame) => void} [passed] hears of the pass to the chat's files
 * @property {boolean} [failed]
 */

/** Any frame: `type` and whatever belongs to it. @typedef {{ type: string, [field: string]: any }} Frame */
