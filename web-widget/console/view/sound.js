// Two short, quiet sounds, made on the spot: one for a customer who waits, one for a message.

/** How loud, 0 to 1: heard beside work, never startling. */
const LOUD = 0.05;
const NOTE_S = 0.16;

/** Notes in Hz. @type {Record<'waiting'|'message', number[]>} */
const TUNES = { waiting: [587, 784], message: [784] };

/** @type {AudioContext|null} */
let context = null;

/** Silent where the browser wants a click on the page first. @param {keyof typeof TUNES} tune */
export async function play(tune) {
  if (!('AudioContext' in globalThis)) return;
  context ??= new AudioContext();
  if (context.state === 'suspended') await Promise.race([context.resume().catch(() => undefined), new Promise((done) => setTimeout(done, 300))]);
  if (context.state !== 'running') return;
  TUNES[tune].forEach((hertz, i) => note(/** @type {AudioContext} */ (context), hertz, i * NOTE_S * 0.8));
}

/** @param {AudioContext} audio @param {number} hertz @param {number} after s */
function note(audio, hertz, after) {
  const at = audio.currentTime + after;
  const [tone, volume] = [audio.createOscillator(), audio.createGain()];
  tone.type = 'sine';
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0.0001, at);
  volume.gain.exponentialRampToValueAtTime(LOUD, at + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + NOTE_S);
  tone.connect(volume).connect(audio.destination);
  tone.start(at);
  tone.stop(at + NOTE_S);
}
