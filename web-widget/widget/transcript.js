// The conversation as a text file. Loaded when it is asked for.

/** @typedef {import('./wire.js').ChatEvent} ChatEvent */
/** @typedef {import('../texts/widget.js').Say} Say */

/** @param {ChatEvent[]} events @param {string} brand @param {string} locale @param {Say} say @returns {string} */
export function transcript(events, brand, locale, say) {
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const spoken = events.filter(({ kind, text }) => text && (kind === 'message' || kind === 'notice'));
  const lines = spoken.map(({ at, from, name, text }) => {
    const who = from === 'customer' ? say('you') : from === 'agent' ? `${name ?? say('someone')} (${say('person')})` : from === 'bot' ? say('bot') : brand;
    return `[${time.format(new Date(at))}] ${who}:\n${text}\n`;
  });
  return [say('chat', { brand }), '', ...lines].join('\n');
}

/** @param {import('./client.js').Client} client @param {string} locale @param {Say} say */
export function download(client, locale, say) {
  const brand = client.brand?.name ?? say('chatPlain');
  const blob = new Blob([transcript(client.log.events, brand, locale, say)], { type: 'text/plain;charset=utf-8' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${brand}-${new Date().toISOString().slice(0, 10)}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
