// The other end of a move: a page that was opened by the link of another device. Loaded only there.

/** @param {import('./chat.js').BatonChat} chat */
export function come(chat) {
  const { client } = chat;
  const code = location.hash.split('=')[1];
  if (!client) return;
  // It is good once, so it does not stay in the address.
  history.replaceState(history.state, '', location.pathname + location.search);
  client.move.hello = { session: null, token: null, store: null, last_seq: 0, code };
  client.move.heard = (frame) => {
    if (frame.reason !== 'code') return;
    client.move.hello = null;
    client.move.failed = true;
    client.connection.restart();
  };
  chat.open({ focus: false });
}
