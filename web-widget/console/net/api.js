// Signing in and out over HTTP. Every answer is a value; a failed network is one too.

/** @import {Agent} from '../logic/types.js' */

/**
 * @typedef {object} SignInFailure
 * @property {'wrong'|'locked'|'second_factor'|'offline'|'trouble'} why
 * @property {number} [retryAfterS]  seconds until another attempt makes sense
 */
/** @typedef {{ok: true, me: Agent, clockOffset: number} | {ok: false, failure: SignInFailure}} SignIn */

/** @param {{name: string, password: string, code?: string}} credentials @returns {Promise<SignIn>} */
export async function login(credentials) {
  const body = { name: credentials.name, password: credentials.password, ...(credentials.code ? { code: credentials.code } : {}) };
  const response = await send('/api/v1/login', body);
  return response ? read(response) : { ok: false, failure: { why: 'offline' } };
}

/** Whether one may sign in at the company's own provider. */
export async function hasProvider() {
  const response = await call('/api/v1/login');
  return !!response?.ok && !!(await response.json()).oidc;
}

/** Who is signed in. @returns {Promise<SignIn>} */
export async function me() {
  const response = await call('/api/v1/me');
  return response ? read(response) : { ok: false, failure: { why: 'offline' } };
}

export async function logout() {
  await call('/api/v1/logout', { method: 'POST' });
}

/** A refused step of setting up a second factor. @typedef {{ok: false, why: 'wrong_password'|'wrong_code'|'on'|'trouble'}} Refused */

/** A new secret, for an authenticator app. @param {string} password @returns {Promise<{ok: true, secret: string, picture: {path: string, side: number}} | Refused>} */
export async function beginSecondFactor(password) {
  const response = await send('/api/v1/second-factor', { password });
  if (response?.ok) return { ok: true, ...(await response.json()) };
  return { ok: false, why: response?.status === 403 ? 'wrong_password' : response?.status === 409 ? 'on' : 'trouble' };
}

/** The first code of the app turns it on. @param {string} code @returns {Promise<{ok: true, codes: string[]} | Refused>} */
export async function confirmSecondFactor(code) {
  const response = await send('/api/v1/second-factor/confirm', { code });
  if (response?.ok) return { ok: true, codes: (await response.json()).recovery_codes };
  return { ok: false, why: response?.status === 400 ? 'wrong_code' : 'trouble' };
}

/** Changes one's own password; every sign-in ends, this one too. @param {string} password @param {string} newPassword @returns {Promise<'done'|'wrong_password'|'weak_password'|'locked'|'offline'|'trouble'>} */
export async function changePassword(password, newPassword) {
  const response = await send('/api/v1/me/password', { password, new_password: newPassword });
  if (!response) return 'offline';
  if (response.ok) return 'done';
  const code = (await response.json().catch(() => ({})))?.error?.code;
  return code === 'wrong_password' || code === 'weak_password' || code === 'locked' ? code : 'trouble';
}

/** @typedef {{id: string, since: string, last_used: string, address: string|null, current: boolean}} SignInSeen */

/** One's own open sign-ins, newest first. @returns {Promise<SignInSeen[]|null>} null when they could not be read */
export async function signIns() {
  const response = await call('/api/v1/me/sign-ins');
  return response?.ok ? (await response.json()).sign_ins : null;
}

/** @param {string} id @returns {Promise<boolean>} whether it is ended, now or before */
export async function endSignIn(id) {
  const response = await call(`/api/v1/me/sign-ins/${encodeURIComponent(id)}`, { method: 'DELETE' });
  return !!response && (response.ok || response.status === 404);
}

/** @param {string} path @param {unknown} body */
const send = (path, body) => call(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/**
 * The approved answer that the customer read.
 * @param {string} bot @param {string} slug @param {string} locale
 * @returns {Promise<{title: string, body: string, updated?: string}|null>}
 */
export async function article(bot, slug, locale) {
  const path = [bot, 'articles', slug].map(encodeURIComponent).join('/');
  const response = await call(`/api/v1/bots/${path}?locale=${encodeURIComponent(locale)}`);
  return response?.ok ? response.json() : null;
}

/** @param {string} path @param {RequestInit} [init] @returns {Promise<Response|null>} null when the server was not reached */
async function call(path, init) {
  try {
    return await fetch(path, { credentials: 'same-origin', cache: 'no-store', ...init });
  } catch {
    return null;
  }
}

/** @param {Response} response @returns {Promise<SignIn>} */
async function read(response) {
  const body = await response.json().catch(() => ({}));
  if (response.ok) return { ok: true, me: agentOf(body), clockOffset: clockOffset(response) };
  return { ok: false, failure: failureOf(response.status, body?.error?.code ?? '', Number(response.headers.get('retry-after')) || undefined) };
}

/** @param {any} body @returns {Agent} */
const agentOf = (body) => ({ name: body.name, display_name: body.display_name || body.name, role: body.role, second_factor: !!body.second_factor, must_enrol: !!body.must_enrol });

/** @param {number} status @param {string} code @param {number} [retryAfterS] @returns {SignInFailure} */
export function failureOf(status, code, retryAfterS) {
  if (/second_factor|code_required|totp/.test(code)) return { why: 'second_factor' };
  if (status === 429 || status === 423 || /lock|too_many|rate/.test(code)) return { why: 'locked', retryAfterS };
  return { why: status === 400 || status === 401 || status === 403 ? 'wrong' : 'trouble' };
}

/** How far the server's clock is ahead of ours, ms; waiting times are counted on the server's. @param {Response} response */
function clockOffset(response) {
  const date = Date.parse(response.headers.get('date') ?? '');
  const offset = date - Date.now();
  return Number.isNaN(offset) || Math.abs(offset) < 2000 ? 0 : offset;
}
