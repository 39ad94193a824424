// What a tap and a comment send: the server takes a later rating in the place of an earlier one, so each says everything.

/**
 * @typedef {object} Rating
 * @property {boolean} begun whether the customer tapped a number since the page was loaded
 * @property {string} draft of the comment
 * @property {string} sent the comment that went
 * @property {boolean} refocus whether the number that was tapped has the focus once it is drawn anew
 */

/** @typedef {Extract<import('./wire.js').Request, { type: 'rate' }>} Rate */

/** @returns {Rating} */
export const begun = () => ({ begun: false, draft: '', sent: '', refocus: false });

/** A number; a comment that went before stays with it. @param {Rating} rating @param {number} score @returns {Rate} */
export function tapped(rating, score) {
  Object.assign(rating, { begun: true, refocus: true });
  return { type: 'rate', score, comment: rating.sent || null };
}

/** The comment, with the number it belongs to; null where nothing is written. @param {Rating} rating @param {number} score @returns {Rate | null} */
export function commented(rating, score) {
  const comment = rating.draft.trim();
  if (!comment) return null;
  Object.assign(rating, { sent: comment, draft: '' });
  return { type: 'rate', score, comment };
}
