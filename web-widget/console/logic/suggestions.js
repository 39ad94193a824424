// Answers that the server suggests: for which message, and as what draft.

/** @import {Entry} from './types.js' */

/** @typedef {{id: string, title: string, body: string}} Suggestion */

/** So much of an article tells which one it is. */
const GLANCE = 140;

/** `seq` of the message that a customer typed last, while no agent has answered it. @param {Entry[]} entries @returns {number|null} */
export function unanswered(entries) {
  for (const { event, seq } of entries.toReversed()) {
    if (event.type === 'agent_said' || event.type === 'agent_sent_file' || event.type === 'customer_chose') return null;
    if (event.type === 'customer_said') return seq ?? null;
  }
  return null;
}

/** The article as a draft, below what is already written, with its source named last. @param {string} written @param {Suggestion} article @param {string} source such as `Source: Returns` */
export function draftWith(written, { body }, source) {
  return [written.trim(), body, source].filter(Boolean).join('\n\n');
}

/** The first words of an article, without its marks. @param {string} body */
export function glance(body) {
  const plain = body.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\*\*|__|^[-#>]+ |^\d+\. /gm, '').replace(/\s+/g, ' ').trim();
  return plain.length > GLANCE ? `${plain.slice(0, GLANCE).replace(/\s+\S*$/, '')}…` : plain;
}
