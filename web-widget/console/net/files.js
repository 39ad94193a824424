// Files on their way to the server: told from messages by their way, not by how they stand in the outbox.

/** @import {Pending} from '../logic/types.js' */

import { ulid } from '../logic/ulid.js';

const KINDS = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'application/pdf'];
/** What the chooser offers; the server looks at the bytes. */
export const ACCEPT = KINDS.join();
/** Half of a letter, which cannot be encoded. */
const HALF = /\p{Surrogate}/gu;

export class Files {
  /** @type {Map<string, {file: File, request?: XMLHttpRequest}>} by the message's id */ #going = new Map();

  /** @param {ReturnType<typeof import('../logic/store.js').createStore>} store */
  constructor(store) {
    this.store = store;
  }

  /** What stands in the outbox for a file; failed at once where the server would not take it. @param {File} file @returns {Pending} */
  add(file) {
    const cid = ulid();
    this.#going.set(cid, { file });
    const error = file.size > this.store.get().fileBytes ? 'file_too_large' : file.type && !KINDS.includes(file.type) ? 'file_kind' : '';
    const about = { id: '', name: file.name, type: file.type, bytes: file.size };
    return { cid, kind: 'file', text: file.name, at: new Date().toISOString(), file: about, ...(error ? { state: 'failed', error } : { state: 'held' }) };
  }

  /** The file itself, for a picture of it. @param {string} cid */
  of(cid) {
    return this.#going.get(cid)?.file;
  }

  /** @param {string} cid */
  cancel(cid) {
    this.#going.get(cid)?.request?.abort();
    this.#going.delete(cid);
  }

  /** @param {string} session @param {string} cid @returns {Promise<void>} */
  deliver(session, cid) {
    const going = this.#going.get(cid);
    if (!going || going.request) return Promise.resolve();
    const request = new XMLHttpRequest();
    going.request = request;
    request.open('POST', `/api/v1/sessions/${session}/files`);
    request.setRequestHeader('baton-cid', cid);
    request.setRequestHeader('baton-name', encodeURIComponent(going.file.name.replace(HALF, '')));
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => this.#tell(session, cid, { state: 'sending', progress: loaded / (total || 1) });
    return new Promise((done) => {
      request.onloadend = () => {
        going.request = undefined;
        if (this.#going.has(cid)) this.#ended(session, cid, request);
        done();
      };
      request.send(going.file);
    });
  }

  /** @param {string} session @param {string} cid @param {XMLHttpRequest} request */
  #ended(session, cid, request) {
    if (request.status === 200) {
      this.#tell(session, cid, { state: 'sent', progress: 1 });
      this.#going.delete(cid);
      return;
    }
    this.#tell(session, cid, { state: 'failed', error: request.status === 0 ? 'offline' : codeOf(request.responseText) });
  }

  /** @param {string} session @param {string} cid @param {{state: Pending['state'], error?: string, progress?: number}} change */
  #tell(session, cid, change) {
    this.store.dispatch({ do: 'message_state', session, cid, ...change });
  }
}

/** @param {string} answer */
function codeOf(answer) {
  try {
    return JSON.parse(answer).error.code;
  } catch {
    return 'trouble';
  }
}
