// Every word the panel itself says, in English and Dutch. The launcher's own few are in launcher.js.
import { fill, nearest } from './launcher.js';

export { nearest };

const en = {
  chat: 'Chat with {brand}', chatPlain: 'Chat', close: 'Close chat', menu: 'More',
  bot: 'Bot', you: 'You', person: 'person',
  withBot: 'You are talking to a bot', withAgent: 'You are talking to {name}, a person',
  tag: 'en', backAt: 'People are back {when}', kept: 'What you write here is kept and answered',
  queued: 'Waiting for a person', place: 'Number {n} in the queue', ended: 'This chat has ended',
  waitShort: 'Usual wait under a minute', waitAbout: 'Usual wait {n} min', waitRange: 'Usual wait {n} to {m} min', waitRight: '{wait}; that was right {n} times out of 10', waitRightOnce: '{wait}; that was right once out of 10 times',
  talkToPerson: 'Talk to a person', leaveQueue: 'Leave queue',
  toQueued: 'A person will take over. You can keep writing; they will read everything.',
  toAgent: '{name} has joined. {name} is a person and can read what was said.', toBot: 'You are talking to a bot again.',
  toClosed: 'This chat has ended.', someone: 'A colleague',
  write: 'Write a message', send: 'Send', left: '{n} characters left', over: '{n} characters too many',
  sending: 'Sending…', waiting: 'Waiting for connection', sent: 'Sent', seen: 'Seen',
  failed: 'Not sent', failedLong: 'Not sent: too long', retry: 'Try again', discard: 'Delete',
  typingBot: 'The bot is typing', typingAgent: '{name} is typing', log: 'Conversation', newMessages: 'New messages',
  connecting: 'Connecting…', offline: 'You are offline. What you write is kept and sent later.',
  lost: 'Connection lost. Trying again…', unreachable: 'The chat cannot connect. Trying again…', unconnected: 'Not connected', tryNow: 'Try now', refused: 'Chat is not available on this page.',
  source: 'Source', sources: 'Sources', answers: 'Suggested answers',
  end: 'End chat', download: 'Download transcript', newChat: 'Start a new chat', goOn: 'Continue this chat',
  move: 'Continue on another device', moveHow: 'Scan this with the other device, or open the link there. Your place in the chat is kept, and it stays open here too.', movePicture: 'QR code of the link', moveLink: 'Link', copy: 'Copy', copied: 'Copied', moveFor: 'Works once, within {n} min. Give it to nobody else.', moveOver: 'This link is too old.', moveNot: 'A link could not be made now.', moveAgain: 'Make a new link', moveFailed: 'That link was used or is too old. Make a new one on your other device.',
  back: 'Back to the chat', loading: 'Loading…', updated: 'Updated {date}',
  articleFailed: 'This article could not be loaded.',
  rate: 'How was this chat?', rate1: 'Very bad', rate2: 'Bad', rate3: 'Okay', rate4: 'Good', rate5: 'Very good',
  comment: 'Anything to add? (optional)', sendComment: 'Send comment', rated: 'Thank you. You rated this chat {n} of 5.', rateOther: 'Another number changes it.', commented: 'Your comment has been sent too.',
  leaveAddress: 'Send me the answer', emailAddress: 'E-mail address', addressGiven: 'We have your e-mail address.', addressWrong: 'This does not look like an e-mail address. Please check it.',
  attach: 'Send a file', fileTooLarge: 'Not sent: larger than {size}', fileKind: 'Not sent: only images (PNG, JPEG, GIF, WebP) and PDF', fileRefused: 'Not sent: the virus scanner refuses it',
  fileUnscanned: 'Not sent: it could not be scanned', fileMany: 'Not sent: this chat holds no more files', fileFast: 'Not sent: too many files at once', fileOffline: 'Not sent: no connection', fileOff: 'Not sent: this chat takes no files',
  fileClosed: 'Not sent: this chat has ended', cancel: 'Cancel', openImage: 'Open image {name}', saveFile: 'Download', fileFailed: 'This file could not be loaded.', uploadOf: 'Sending {name}',
  today: 'Today', yesterday: 'Yesterday', hidden: '{kind} hidden',
  email: 'e-mail', phone: 'phone number', iban: 'IBAN', card: 'card number', cvv: 'security code', pin: 'PIN',
  password: 'password', name: 'name', address: 'address', postcode: 'postcode', ssn: 'citizen number', ip: 'IP address',
};

/** @type {typeof en} */
const nl = {
  chat: 'Chat met {brand}', chatPlain: 'Chat', close: 'Chat sluiten', menu: 'Meer',
  bot: 'Bot', you: 'Klant', person: 'mens',
  withBot: 'Gesprek met een bot', withAgent: 'Gesprek met {name}, een mens',
  tag: 'nl', backAt: 'Er is weer iemand vanaf {when}', kept: 'Wat je hier schrijft, wordt bewaard en beantwoord',
  queued: 'Wachten op een medewerker', place: 'Nummer {n} in de wachtrij', ended: 'Deze chat is beëindigd',
  waitShort: 'Meestal binnen een minuut', waitAbout: 'Meestal {n} min', waitRange: 'Meestal {n} tot {m} min', waitRight: '{wait}; dat klopte {n} van de 10 keer', waitRightOnce: '{wait}; dat klopte 1 van de 10 keer',
  talkToPerson: 'Spreek een mens', leaveQueue: 'Rij verlaten',
  toQueued: 'Een medewerker neemt het over. Blijf gerust schrijven; alles wordt gelezen.',
  toAgent: '{name} is erbij gekomen. {name} is een mens en kan alles teruglezen.', toBot: 'De bot neemt het weer over.',
  toClosed: 'Deze chat is beëindigd.', someone: 'Een collega',
  write: 'Schrijf een bericht', send: 'Versturen', left: 'nog {n} tekens', over: '{n} tekens te veel',
  sending: 'Versturen…', waiting: 'Wacht op verbinding', sent: 'Verstuurd', seen: 'Gelezen',
  failed: 'Niet verstuurd', failedLong: 'Niet verstuurd: te lang', retry: 'Opnieuw', discard: 'Verwijderen',
  typingBot: 'De bot typt', typingAgent: '{name} typt', log: 'Gesprek', newMessages: 'Nieuwe berichten',
  connecting: 'Verbinden…', offline: 'Geen internet. Berichten worden bewaard en later verstuurd.',
  lost: 'Verbinding verbroken. Opnieuw proberen…', unreachable: 'Geen verbinding met de chat. Opnieuw proberen…', unconnected: 'Niet verbonden', tryNow: 'Nu proberen', refused: 'Chat is op deze pagina niet beschikbaar.',
  source: 'Bron', sources: 'Bronnen', answers: 'Voorgestelde antwoorden',
  end: 'Chat beëindigen', download: 'Gesprek downloaden', newChat: 'Nieuwe chat beginnen', goOn: 'Verder met deze chat',
  move: 'Verder op een ander apparaat', moveHow: 'Scan dit met het andere apparaat, of open daar de link. Je gaat daar verder waar je was; hier blijft de chat ook open.', movePicture: 'QR-code van de link', moveLink: 'Link', copy: 'Kopiëren', copied: 'Gekopieerd', moveFor: 'Werkt één keer, binnen {n} min. Geef de link aan niemand anders.', moveOver: 'Deze link is te oud.', moveNot: 'Er kon nu geen link gemaakt worden.', moveAgain: 'Nieuwe link maken', moveFailed: 'Die link is gebruikt of te oud. Maak een nieuwe op je andere apparaat.',
  back: 'Terug naar de chat', loading: 'Laden…', updated: 'Bijgewerkt op {date}',
  articleFailed: 'Dit artikel kon niet worden geladen.',
  rate: 'Hoe was deze chat?', rate1: 'Heel slecht', rate2: 'Slecht', rate3: 'Oké', rate4: 'Goed', rate5: 'Heel goed',
  comment: 'Nog iets toe te voegen? (hoeft niet)', sendComment: 'Toelichting versturen', rated: 'Bedankt. Beoordeling: {n} van 5.', rateOther: 'Een ander cijfer wijzigt het.', commented: 'De toelichting is ook verstuurd.',
  leaveAddress: 'Stuur mij het antwoord', emailAddress: 'E-mailadres', addressGiven: 'Het e-mailadres is ontvangen.', addressWrong: 'Dit lijkt geen e-mailadres. Controleer het even.',
  attach: 'Bestand sturen', fileTooLarge: 'Niet verstuurd: groter dan {size}', fileKind: 'Niet verstuurd: alleen afbeeldingen (PNG, JPEG, GIF, WebP) en PDF', fileRefused: 'Niet verstuurd: de virusscanner weigert het',
  fileUnscanned: 'Niet verstuurd: het kon niet worden gescand', fileMany: 'Niet verstuurd: in deze chat passen geen bestanden meer', fileFast: 'Niet verstuurd: te veel bestanden tegelijk', fileOffline: 'Niet verstuurd: geen verbinding', fileOff: 'Niet verstuurd: deze chat neemt geen bestanden aan',
  fileClosed: 'Niet verstuurd: deze chat is afgelopen', cancel: 'Annuleren', openImage: 'Afbeelding {name} openen', saveFile: 'Downloaden', fileFailed: 'Dit bestand kon niet worden geladen.', uploadOf: '{name} wordt verstuurd',
  today: 'Vandaag', yesterday: 'Gisteren', hidden: '{kind} verborgen',
  email: 'e-mail', phone: 'telefoonnummer', iban: 'IBAN', card: 'kaartnummer', cvv: 'beveiligingscode', pin: 'pincode',
  password: 'wachtwoord', name: 'naam', address: 'adres', postcode: 'postcode', ssn: 'burgerservicenummer', ip: 'IP-adres',
};

/** @typedef {keyof typeof en} Word */
/** @typedef {(word: Word, values?: Record<string, string | number>) => string} Say */

export const CATALOGUE = { en, nl };

/** @param {string} locale @returns {Say} */
export function speak(locale) {
  const words = CATALOGUE[nearest(locale)];
  return (word, values = {}) => fill(words[word], values);
}

/** @param {Say} say @returns {(kind: string) => string} the readable name of a hidden value */
export function hiddenName(say) {
  return (kind) => {
    const name = kind in en ? say(/** @type {Word} */ (kind)) : kind.replaceAll('_', ' ');
    return say('hidden', { kind: name });
  };
}
