// What travels between the server and the console, and what the console remembers. Types only.

/**
 * @typedef {'bot'|'queued'|'offered'|'agent'|'wrap_up'|'closed'} SessionState
 * @typedef {'low'|'normal'|'high'|'urgent'} Priority
 * @typedef {{turn: number, seq: number, number: string, value: number, side: 'above'|'below'}} Counterfactual  thousandths
 * @typedef {{rule: string, text?: string, numbers?: Record<string, number>, policy_version?: string, counterfactual?: Counterfactual|null}} Reason
 * @typedef {{items: {title: string, quantity?: number, price?: string}[], total?: string}} Cart
 * @typedef {{bot: string, priority: ''|Priority, language: string, promise: ''|'at_risk'|'missed', mood: ''|'upset'}} Filters  empty lets all through
 * @typedef {{session: string, bot?: string, at: string, state: SessionState, reason?: string, intent?: string, code?: string, note?: string, agent?: string, score?: number|null}} Contact  an earlier chat of the same customer
 * @typedef {{session: string, bot: string, at: string, state: SessionState, customer: string, agent: string, from: 'customer'|'agent'|'bot'|'note', text: string, seq: number|null}} Found  a chat that the server found, by one of its lines
 * @typedef {{seq: number, at: string, valence: number, mood: number}} MoodPoint
 * @typedef {{seq: number, intent: string, title: string, confidence: number}} TicketIntent
 * @typedef {{kind: string, value: string}} TicketEntity
 * @typedef {{seq: number, slug: string, title: string}} TicketArticle
 * @typedef {{from: string, text: string, at: string}} LastMessage
 *
 * @typedef {object} Ticket
 * @property {string} session
 * @property {string} bot
 * @property {SessionState} state
 * @property {string} locale
 * @property {string|null} [team]
 * @property {Priority} priority
 * @property {string|null} [waiting_since]
 * @property {string|null} [agent]
 * @property {Reason|null} [reason]
 * @property {string} [summary]
 * @property {MoodPoint[]} [mood]
 * @property {TicketIntent[]} [intents]
 * @property {TicketEntity[]} [entities]
 * @property {TicketArticle[]} [articles]
 * @property {{seq: number, text: string}[]} [refused]   what the customer did not want
 * @property {{url: string, title: string, cart?: Cart|null}|null} [page]
 * @property {{sub: string, name: string|null, tier?: string}|null} [identity]
 * @property {boolean} [address_asked]   the customer was asked for an e-mail address and has not given one
 * @property {boolean} [by_mail]          the answer goes by e-mail if the customer has left
 * @property {{agent: string, by: string, at: string, answered: boolean}[]} [asked]   colleagues asked in notes
 * @property {LastMessage|null} [last]
 * @property {number} [unread]
 * @property {{to: string, expires_at: string}|null} [offer]   the agent who is asked to take it
 * @property {string|null} [last_agent]   the agent who had it last
 * @property {string|null} [accepted_at]
 * @property {string|null} [opens_at]     when people are back, where they were away as it began to wait
 * @property {string|null} [snoozed_until]   until when it rests
 * @property {{warn_at: string, due_at: string}|null} [silence]   when its agent should answer, and when it goes on without them
 * @property {GoalNow[]} [sla]           how the promises to the customer stand
 * @property {{goal: GoalNow['goal'], since: string, to: string|null}|null} [call]   a supervisor is called to it; nobody in particular while none is there
 * @property {string|null} [turn]         its place in the queue, earlier first
 *
 * @typedef {{teams: string[], languages: string[], skills: string[]}} Work  an empty list of teams or languages is all
 * @typedef {{agent: string, name: string, bots: string[], work: Work, connected: boolean, available: Availability, idle_since: string}} Colleague
 * @typedef {{id: string, name: Record<string, string>}} Team
 * @typedef {{goal: 'first_answer'|'next_answer'|'resolution', warn_at: string, due_at: string, ended_at?: string|null, state: 'pending'|'hit'|'missed'}} GoalNow  `ended_at`: when it was met, be it late
 * @typedef {{title: Record<string, string>, text: Record<string, string>}} Reply
 * @typedef {{p50: number, p90: number, right: number|null}} Waits  seconds, and how often p90 was right
 * @typedef {{agent: string, typing: boolean}} Looker
 * @typedef {{session: string, used: number}} Column  a chat that is open; the one used last has the highest number
 *
 * @typedef {{type: string} & Record<string, any>} Event  An event as `src/domain/event.rs` writes it.
 *
 * @typedef {object} Entry  One record of a session's log.
 * @property {string} id
 * @property {number} n
 * @property {number|null} [seq]
 * @property {string} at
 * @property {number} [owner]
 * @property {string|null} [agent]
 * @property {Event} event
 *
 * @typedef {'say'|'note'} MessageKind
 * @typedef {{state: 'asked'|'done'|'failed', text?: string, from?: string|null}} Translation
 * @typedef {{id: string, name: string, type: string, bytes: number, pixels?: {width: number, height: number}}} Attachment
 * @typedef {'held'|'sending'|'sent'|'failed'} MessageState
 *
 * @typedef {object} Pending  Something the agent wrote that the log does not show yet.
 * @property {string} cid
 * @property {MessageKind|'file'} kind
 * @property {string} text
 * @property {string} at
 * @property {MessageState} state
 * @property {string} [error]
 * @property {Attachment} [file]   while it is on its way
 * @property {number} [progress]   how much of a file has gone, 0 to 1
 * @property {number} [due]   until when it can be taken back, ms; while it is `held`
 *
 * @typedef {{n: number, entries: Entry[]}} Log
 * @typedef {{on: boolean, capacity: number}} Availability
 * @typedef {{name: string, display_name: string, role: string, second_factor?: boolean, must_enrol?: boolean}} Agent
 * @typedef {'off'|'connecting'|'open'|'waiting'} Link
 * @typedef {'mine'|'waiting'|'all'} Tab
 *
 * @typedef {object} State
 * @property {Agent|null} me
 * @property {Link} link
 * @property {number|null} retryAt            when the next attempt to connect is made, ms
 * @property {boolean} welcomed               whether the server has told us the queue at least once
 * @property {number} rev
 * @property {Availability} available
 * @property {Record<string, Ticket>} tickets
 * @property {Record<string, Ticket>} departed   tickets that left the list while this agent could see them
 * @property {Record<string, Ticket>} found      chats that are not on the desk, opened to be read
 * @property {Record<string, Log>} logs
 * @property {Record<string, Pending[]>} outbox
 * @property {Record<string, number>} typing     until when a customer counts as typing, ms
 * @property {Record<string, number>} read       the customer's read cursor
 * @property {Record<string, number>} looked     unread messages this agent has already seen
 * @property {Record<string, Team[]>} teams     by bot
 * @property {Record<string, {brand: string, replies: Record<string, Reply>}>} replies   by bot
 * @property {Record<string, {name: string, title: Record<string, string>}[]>} intents   by bot
 * @property {Record<string, {slug: string, title: Record<string, string>}[]>} articles   what the bot may be told to say, by bot
 * @property {Record<string, {code: string, name: Record<string, string>}[]>} codes   how a chat may be said to have ended, by bot
 * @property {boolean} mail                whether customers may be asked for an e-mail address
 * @property {Record<string, Waits>} waits       by bot
 * @property {Record<string, Looker[]>} lookers  who has a chat on the screen, by session
 * @property {string} team                       the team the lists are narrowed to, as `bot/team`; empty for all
 * @property {Record<string, Colleague>} colleagues   everybody at the desk, oneself too
 * @property {{agent: string, name: string, bots: string[]}[]} staff   everybody who may be asked, also who was never here
 * @property {string[]} translates            bots whose messages can be translated
 * @property {Record<string, Translation>} translations   by session and `seq`
 * @property {Record<string, string>} faults     why a log could not be fetched, by session
 * @property {Record<string, boolean>} present   whether the customer is there, by session; unknown ones are not named
 * @property {string|null} selected        the chat that the ticket, the keys and the suggestions are about
 * @property {Column[]} columns            the chats that are open side by side, `selected` among them
 * @property {number} width                of the page, rem; 0 before it is measured
 * @property {Tab} tab
 * @property {number} fileBytes            the largest file that may be sent
 * @property {string} query                what the list is searched for
 * @property {Filters} filters             what the lists are narrowed to besides a team
 */

export {};
