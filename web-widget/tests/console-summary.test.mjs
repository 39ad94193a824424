// The story of a ticket in one paragraph, in the language of who reads it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { translator } from '../console/logic/i18n.js';
import { summaryOf } from '../console/logic/summary.js';
import { because } from '../console/logic/why.js';

const PAGES = {
  en: { t: translator('en'), locale: 'en', region: 'en-GB' },
  nl: { t: translator('nl'), locale: 'nl', region: 'nl-NL' },
};
const STATE = { intents: { shop: [{ name: 'return_item', title: { en: 'Return something', nl: 'Iets terugsturen' } }] } };
const TICKET = {
  bot: 'shop',
  intents: [{ intent: 'return_item', title: 'Return something' }, { intent: 'return_item', title: 'Return something' }],
  entities: [{ kind: 'order_number', value: '40128831' }], articles: [{ slug: 'return-an-item', title: 'Een artikel retourneren' }],
  mood: [{ mood: 0.1 }, { mood: -0.62 }],
  reason: { rule: 'low_mood', text: 'The mood is -0.62.', numbers: { mood: -620, mood_limit: -550, turns: 2000 } },
};

test('the same facts in each language', () => {
  assert.equal(summaryOf(TICKET, STATE, PAGES.en), 'Asked about: Return something. Mentioned: 40128831. The bot showed: Een artikel retourneren. Mood went from 0.10 to −0.62 over 2 turns. The mood is −0.62, at or below the limit of −0.55, for 2 turns.');
  assert.equal(summaryOf(TICKET, STATE, PAGES.nl), 'Vroeg naar: Iets terugsturen. Noemde: 40128831. De bot toonde: Een artikel retourneren. De stemming ging van 0,10 naar −0,62 in 2 beurten. De stemming is −0,62, op of onder de grens van −0,55, al 2 beurten lang.');
});

test('where nothing but the reason is known, there is no summary', () => {
  const bare = { bot: 'shop', reason: { rule: 'asked_for_person' } };
  assert.equal(summaryOf(bare, { intents: {} }, PAGES.nl), '');
});

const RULES = ['asked_for_person', 'always_a_person', 'one_bad_turn', 'repeated_contact', 'low_mood', 'escalation', 'same_request_again', 'repeated_misses', 'low_rating', 'model_trouble'];
for (const rule of RULES) {
  test(`${rule} is explained in both languages without a gap`, () => {
    const numbers = { mood: -620, mood_limit: -550, turns: 2000, valence: -900, valence_limit: -850, score: 900, score_limit: 800, times: 3000, window: 4000, misses: 3000, rating: 1000, rating_limit: 2000 };
    const said = Object.values(PAGES).map(({ t, region }) => because({ rule, numbers, text: 'English of the server' }, t, region));
    assert.notEqual(said[0], said[1]);
    for (const sentence of said) assert.doesNotMatch(sentence, /[{}]|of the server|undefined/);
  });
}

test('the causes of an escalation are named, the strongest first', () => {
  const reason = { rule: 'escalation', numbers: { score: 900, score_limit: 800, cause_length: 400, cause_trend: 1200 } };
  assert.equal(because(reason, PAGES.en.t, 'en'), 'The course of the chat speaks for a person: 90%, where the limit is 80%; mostly for messages getting worse, its length.');
  assert.equal(because(reason, PAGES.nl.t, 'nl'), 'Het verloop van het gesprek vraagt om een mens: 90%, waar de grens 80% is; vooral om berichten die erger worden, de lengte ervan.');
});

test('of a rule that the console does not know stands what the server says', () => {
  assert.equal(because({ rule: 'full_moon', text: 'The moon is -0.50 full.' }, PAGES.nl.t, 'nl'), 'The moon is −0.50 full.');
});
