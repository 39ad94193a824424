// What the tone check names, and what it leaves alone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toneOf } from '../console/logic/tone.js';

const NAMED = [
  ['I know how you feel.', 'feigned', 'I know how you feel'],
  ['Sorry! I know exactly how you must feel about it', 'feigned', 'I know exactly how you must feel'],
  ['I completely understand your frustration, Ann.', 'feigned', 'I completely understand your frustration'],
  ['I can fully understand your anger', 'feigned', 'I can fully understand your anger'],
  ['I understand you’re upset', 'feigned', 'I understand you’re upset'],
  ['I do understand how frustrating this must be', 'feigned', 'I do understand how frustrating this must'],
  ['I feel your pain', 'feigned', 'I feel your pain'],
  ['Ik weet hoe u zich voelt.', 'feigned', 'Ik weet hoe u zich voelt'],
  ['ik weet precies hoe je je voelt', 'feigned', 'ik weet precies hoe je je voelt'],
  ['Ik begrijp heel goed uw frustratie', 'feigned', 'Ik begrijp heel goed uw frustratie'],
  ['Ik begrijp dat u boos bent', 'feigned', 'Ik begrijp dat u boos bent'],
  ['Ik snap helemaal hoe vervelend dit is', 'feigned', 'Ik snap helemaal hoe vervelend dit'],
  ['Ik leef met u mee', 'feigned', 'Ik leef met u mee'],
  ['You should have called us first', 'blame', 'You should have called'],
  ['You should have', 'blame', 'You should have'],
  ['you shouldn’t have opened it', 'blame', 'you shouldn’t have opened'],
  ['you   should\nhave   read it', 'blame', 'you should have read'],
  ['You could have checked the label', 'blame', 'You could have checked'],
  ['It looks like you forgot to sign in', 'blame', 'you forgot to'],
  ['That is your own fault', 'blame', 'That is your own fault'],
  ['As I already said, it takes two days', 'blame', 'As I already said'],
  ['If you had read the mail', 'blame', 'If you had read'],
  ['Had u maar eerder gebeld', 'blame', 'Had u maar'],
  ['had je dat nou maar gezegd', 'blame', 'had je dat nou maar'],
  ['Dat had u moeten lezen', 'blame', 'had u moeten lezen'],
  ['U had ons eerder moeten bellen', 'blame', 'U had ons eerder moeten bellen'],
  ['U heeft het niet goed gelezen', 'blame', 'U heeft het niet goed gelezen'],
  ['Dit is uw eigen schuld', 'blame', 'Dit is uw eigen schuld'],
  ['Zoals ik al zei', 'blame', 'Zoals ik al zei'],
];
for (const [text, kind, words] of NAMED) {
  test(`${kind}: ${JSON.stringify(text)}`, () => {
    const hints = toneOf(text);
    assert.deepEqual(hints.map((hint) => hint.kind), [kind]);
    assert.equal(hints[0].words, words);
  });
}

const FINE = [
  '', 'I am sorry about this. Your sofa is on the van.', 'You should have received an e-mail by now.', 'You should have access again.', 'You should have your money on Tuesday', 'you should now have a new card',
  'I understand that the parcel is late and I will call the depot.', 'I know how to fix that.', 'I understand your question.', 'You should see a green button', 'Could you have a look at the label?', 'You could have a refund or a voucher.', 'You could have been charged twice.', 'If you didn\'t check it yet, please do.',
  'Ik begrijp het. Ik bel de bezorger nu.', 'Ik begrijp uw vraag.', 'Had u een andere kleur gekozen?', 'Heeft u maar één pakket gekregen?', 'U had recht op een vergoeding.', 'Uw eigen foto staat erbij', 'U heeft nog geen mail gekregen',
];
for (const text of FINE) test(`nothing in ${JSON.stringify(text)}`, () => assert.deepEqual(toneOf(text), []));

test('several are named in the order they are written', () => {
  const hints = toneOf('I know how you feel, but you should have called. Had u maar gebeld.');
  assert.deepEqual(hints.map((hint) => hint.words), ['I know how you feel', 'you should have called', 'Had u maar']);
});

test('a very long reply is checked in no time', () => {
  const began = performance.now();
  toneOf('i really can so just do well '.repeat(140));
  assert.ok(performance.now() - began < 100);
});
