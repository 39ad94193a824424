// One field for an e-mail address, where nobody can answer soon. Loaded when it is asked for.
import { button } from './controls.js';
import { h } from './dom.js';

const style = new CSSStyleSheet();
style.replaceSync(`
.form { margin-block: 16px 8px; padding: 16px; border: 1px solid var(--line); border-radius: 16px; }
.form p { margin: 0; }
.form label { display: block; margin-block: 12px 4px; font-weight: 600; font-size: 14px; }
.form .line { display: flex; flex-wrap: wrap; gap: 8px; }
.form input { flex: 1 1 180px; min-inline-size: 0; min-block-size: 44px; box-sizing: border-box; padding: 8px 12px; border: 1px solid var(--edge); border-radius: 12px; font: inherit; font-size: 16px; color: inherit; background: transparent; }
.form input[aria-invalid=true] { border-color: currentColor; border-width: 2px; }
.form .fault:empty { display: none; }
.form .fault { margin-block-start: 8px; font-weight: 600; }
`);

/**
 * @param {import('./panel.js').Panel} panel
 * @param {HTMLElement} place
 * @param {import('./items.js').Form} form
 */
export function fillForm(panel, place, form) {
  const { root, client, say } = panel;
  if (!root.adoptedStyleSheets.includes(style)) root.adoptedStyleSheets.push(style);
  if (form.state === 'given') {
    place.replaceChildren(h('p', { role: 'status', 'data-test': 'address-given' }, say('addressGiven')));
    return;
  }
  const faultId = form.key + 'f';
  const input = h('input', {
    type: 'email', id: form.key, name: 'email', autocomplete: 'email', inputmode: 'email', maxlength: 254, required: true, dir: 'ltr',
    'aria-describedby': faultId, 'data-test': 'address',
  });
  const fault = h('p', { class: 'fault', id: faultId, role: 'alert', 'data-test': 'address-fault' });
  const send = button(say(form.state === 'sending' ? 'sending' : 'leaveAddress'), 'address-send', () => {}, 'solid');
  send.type = 'submit';
  send.disabled = form.state === 'sending';
  place.replaceChildren(h('form', { novalidate: true, onsubmit: submit },
    h('p', {}, form.text), h('label', { for: form.key }, say('emailAddress')), h('div', { class: 'line' }, input, send), fault));
  if (form.state === 'wrong') tellFault();

  /** @param {SubmitEvent} event */
  function submit(event) {
    event.preventDefault();
    input.value = input.value.trim();
    if (!input.checkValidity()) return tellFault();
    for (const entry of client.outbox.list()) if (entry.request.type === 'leave_address') client.discard(entry.cid);
    client.request({ type: 'leave_address', email: input.value });
    panel.view.log.focus({ preventScroll: true });
  }

  function tellFault() {
    fault.textContent = say('addressWrong');
    input.setAttribute('aria-invalid', 'true');
    input.focus({ preventScroll: true });
  }
}
