// From log and outbox to the rows of the conversation: pure, so that what is shown can be tested without a page.
import { clock, dayName, dayNumber } from './time.js';

/** @typedef {import('./wire.js').ChatEvent} ChatEvent */
/** @typedef {import('./outbox.js').Entry} Entry */
/** @typedef {import('../texts/widget.js').Say} Say */
/** @typedef {import('../texts/widget.js').Word} Word */

/**
 * @typedef {object} Message
 * @property {'message'} type
 * @property {string} key
 * @property {'customer' | 'bot' | 'agent'} from
 * @property {number} [seq]
 * @property {string} [cid] of what is still in the outbox
 * @property {string} text
 * @property {string} name of who says it
 * @property {string} time
 * @property {string} at
 * @property {boolean} first of a run by the same sender
 * @property {boolean} last of that run
 * @property {'sending' | 'sent' | 'failed'} status
 * @property {string} note what stands under it
 * @property {boolean} canRetry
 * @property {(import('./wire.js').Choice & { chosen: boolean })[]} choices
 * @property {boolean} choosable
 * @property {import('./wire.js').Source[]} sources
 * @property {import('./wire.js').File} [file] that came in place of words
 * @property {boolean} [going] whether the file is on its way
 *
 * @typedef {{ type: 'day' | 'system', key: string, text: string, seq?: number }} Line
 * @typedef {{ type: 'survey', key: string, text: string, score: number | null }} Survey
 * @typedef {{ type: 'form', key: string, text: string, seq?: number, state: 'open' | 'sending' | 'wrong' | 'given' }} Form
 * @typedef {Message | Line | Survey | Form} Item
 */

/**
 * @param {object} from
 * @param {ChatEvent[]} from.events
 * @param {Entry[]} from.entries
 * @param {import('./files.js').Upload[]} [from.uploads]
 * @param {number} from.readByAgent
 * @param {boolean} from.online whether what is sent goes out now
 * @param {string} locale
 * @param {Say} say
 * @param {Date} [now]
 * @returns {Item[]}
 */
export function itemsOf({ events, entries, uploads = [], readByAgent, online }, locale, say, now = new Date()) {
  /** @type {Item[]} */
  const items = [];
  const spoken = entries.filter((e) => e.request.type === 'say' || e.request.type === 'choose');
  events.forEach((event, i) => {
    const item = toldByNotice(event, events[i + 1]) ? null : itemOf(event, locale, say);
    if (item) items.push(item);
  });
  for (const entry of spoken) items.push(unsent(entry, online, locale, say));
  for (const upload of uploads) {
    if (!events.some((event) => event.cid === upload.cid)) items.push(uploading(upload, locale, say));
  }
  markChoices(items, events, spoken);
  markSurveys(items, events, entries, say);
  markForm(items, events, entries);
  markRuns(items);
  markReceipts(items, readByAgent, say);
  return withDays(items, events, locale, say, now);
}

/** @param {ChatEvent} event @param {string} locale @param {Say} say @returns {Item | null} */
function itemOf(event, locale, say) {
  const key = event.cid ? 'c' + event.cid : 'e' + event.seq;
  const { kind, seq, text = '' } = event;
  if (kind === 'message' && event.from !== 'system') return messageOf(event, key, locale, say);
  if (kind === 'notice' || kind === 'message') return { type: 'system', key, text, seq };
  if (kind === 'survey' && event.from !== 'customer') return { type: 'survey', key, text, score: null };
  if (kind === 'form' && event.from !== 'customer') return { type: 'form', key, text, seq, state: 'open' };
  if (kind === 'state') return { type: 'system', key, text: stateText(event, say), seq };
  return null;
}

/** The brand's own words about a change of hands stand instead of ours. @param {ChatEvent} event @param {ChatEvent} [next] */
function toldByNotice(event, next) {
  return event.kind === 'state' && next?.kind === 'notice';
}

/** @param {ChatEvent} event @param {Say} say */
function stateText(event, say) {
  /** @type {Partial<Record<string, Word>>} */
  const words = { bot: 'toBot', queued: 'toQueued', agent: 'toAgent', closed: 'toClosed' };
  const word = words[event.state ?? ''];
  return word ? say(word, { name: event.agent?.name ?? say('someone') }) : '';
}

/** @param {ChatEvent} event @param {string} key @param {string} locale @param {Say} say @returns {Message} */
function messageOf(event, key, locale, say) {
  const from = /** @type {Message['from']} */ (event.from);
  return {
    ...blank(key, from, event.text ?? '', new Date(event.at), locale, say),
    seq: event.seq,
    name: from === 'agent' ? (event.name ?? say('someone')) : say(from === 'bot' ? 'bot' : 'you'),
    choices: (event.choices ?? []).map((choice) => ({ ...choice, chosen: false })),
    sources: event.sources ?? [],
    ...(event.file ? { file: event.file } : {}),
  };
}

/** @param {Entry} entry @param {boolean} online @param {string} locale @param {Say} say @returns {Message} */
function unsent(entry, online, locale, say) {
  const { cid, state, code } = entry;
  const failed = code === 'too_long' ? 'failedLong' : 'failed';
  return {
    ...blank('c' + cid, 'customer', entry.label ?? '', new Date(entry.at), locale, say),
    cid,
    status: state,
    note: say(state === 'sending' ? (online ? 'sending' : 'waiting') : state === 'sent' ? 'sent' : failed),
    canRetry: state === 'failed' && code !== 'too_long',
  };
}

/** Why a file was not taken, by the server's code. @type {Partial<Record<string, Word>>} */
const FILE_FAULTS = {
  file_too_large: 'fileTooLarge', file_kind: 'fileKind', scan_refused: 'fileRefused', scan_failed: 'fileUnscanned',
  too_many_files: 'fileMany', rate_limited: 'fileFast', offline: 'fileOffline', files_off: 'fileOff', closed: 'fileClosed',
};
/** What trying again does not mend. */
const FINAL = new Set(['file_too_large', 'file_kind', 'scan_refused', 'too_many_files', 'files_off', 'closed']);

/** @param {import('./files.js').Upload} upload @param {string} locale @param {Say} say @returns {Message} */
function uploading({ cid, at, file, state, code = '', most }, locale, say) {
  const going = state !== 'failed';
  return {
    ...blank('c' + cid, 'customer', file.name, new Date(at), locale, say),
    cid, status: state, going, file: { id: '', name: file.name, type: file.type, bytes: file.size },
    note: going ? say('sending') : say(FILE_FAULTS[code] ?? 'failed', { size: size(most, locale) }),
    canRetry: !going && !FINAL.has(code),
  };
}

/** Bytes as people read them. @param {number} bytes @param {string} locale */
export function size(bytes, locale) {
  const mega = bytes >= 1_000_000;
  const unit = mega ? 'megabyte' : 'kilobyte';
  const number = mega ? bytes / 1_048_576 : Math.max(1, bytes / 1024);
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: mega && number < 10 ? 1 : 0 }).format(number);
}

/** @param {string} key @param {Message['from']} from @param {string} text @param {Date} at @param {string} locale @param {Say} say @returns {Message} */
function blank(key, from, text, at, locale, say) {
  return {
    type: 'message', key, from, text, name: say('you'), time: clock(at, locale), at: at.toISOString(),
    first: true, last: true, status: 'sent', note: '', canRetry: false, choices: [], choosable: false, sources: [],
  };
}

/** Choices can be tapped until one is, or until the talk has moved on. @param {Item[]} items @param {ChatEvent[]} events @param {Entry[]} entries */
function markChoices(items, events, entries) {
  const last = events.findLast((e) => e.kind === 'message' || e.kind === 'state');
  for (const item of items) {
    if (item.type !== 'message' || item.choices.length === 0) continue;
    item.choosable = item.seq === last?.seq && entries.length === 0;
    const taken = events.find((e) => e.ref === item.seq && e.choice) ?? pending(entries, item.seq);
    for (const choice of item.choices) choice.chosen = choice.id === taken?.choice;
  }
}

/** The choice of message `seq` that is on its way. @param {Entry[]} entries @param {number} [seq] */
function pending(entries, seq) {
  for (const { request } of entries) if (request.type === 'choose' && request.ref === seq) return request;
}

/** Only the newest survey is open; it shows the answer, sent or still on its way. Of an older one the answer is left. @param {Item[]} items @param {ChatEvent[]} events @param {Entry[]} entries @param {Say} say */
function markSurveys(items, events, entries, say) {
  const asked = events.filter((e) => e.kind === 'survey' && e.from !== 'customer');
  asked.forEach(({ seq }, i) => {
    const at = items.findIndex((item) => item.type === 'survey' && item.key === 'e' + seq);
    const survey = items[at];
    if (survey?.type !== 'survey') return;
    const end = asked[i + 1]?.seq ?? Infinity;
    survey.score = events.findLast((e) => e.kind === 'survey' && e.seq > seq && e.seq < end)?.score ?? null;
    if (end < Infinity) items.splice(at, 1, ...(survey.score === null ? [] : [rated(survey, say)]));
    else for (const { request } of entries) if (request.type === 'rate') survey.score = request.score;
  });
}

/** @param {Survey} survey @param {Say} say @returns {Line} */
function rated({ key, score }, say) {
  return { type: 'system', key, text: say('rated', { n: score ?? 0 }) };
}

/** The newest form shows how the address fares. @param {Item[]} items @param {ChatEvent[]} events @param {Entry[]} entries */
function markForm(items, events, entries) {
  const form = items.findLast((item) => item.type === 'form');
  if (form?.type !== 'form') return;
  if (events.findLast((e) => e.kind === 'form')?.from === 'customer') form.state = 'given';
  const entry = entries.findLast(({ request }) => request.type === 'leave_address');
  if (entry) form.state = entry.state === 'failed' ? 'wrong' : 'sending';
}

/** @param {Item[]} items */
function markRuns(items) {
  items.forEach((item, i) => {
    const next = items[i + 1];
    if (item.type !== 'message' || next?.type !== 'message') return;
    if (item.from !== next.from || item.name !== next.name) return;
    if (Date.parse(next.at) - Date.parse(item.at) > 300_000) return;
    item.last = false;
    next.first = false;
  });
}

/** Under the newest delivered message: sent, or seen. @param {Item[]} items @param {number} readByAgent @param {Say} say */
function markReceipts(items, readByAgent, say) {
  const mine = items.findLast((item) => item.type === 'message' && item.from === 'customer' && item.seq !== undefined);
  if (mine?.type !== 'message') return;
  mine.note = say((mine.seq ?? 0) <= readByAgent ? 'seen' : 'sent');
}

/** @param {Item[]} items @param {ChatEvent[]} events @param {string} locale @param {Say} say @param {Date} now @returns {Item[]} */
function withDays(items, events, locale, say, now) {
  const times = new Map(events.map((event) => [event.seq, event.at]));
  /** @type {Item[]} */
  const rows = [];
  let day = NaN;
  for (const item of items) {
    if (item.type === 'system' && !item.text) continue;
    const at = item.type === 'message' ? item.at : 'seq' in item ? times.get(item.seq ?? 0) : undefined;
    const date = at ? new Date(at) : null;
    if (date && dayNumber(date) !== day) {
      day = dayNumber(date);
      rows.push({ type: 'day', key: 'd' + item.key, text: dayName(date, now, locale, say) });
    }
    rows.push(item);
  }
  return rows;
}
