// "Why it is here", sentence by sentence.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { translator } from '../console/logic/i18n.js';
import { explain, factsOf, curveLimit, reasonChip, whatElse } from '../console/logic/why.js';

const en = translator('en');
const nl = translator('nl');

const SENTENCES = [
  [{ mood: -620, mood_limit: -550, turns: 2000 }, ['Mood −0.62, below −0.55 for 2 turns']],
  [{ mood: -620, mood_limit: -550, turns: 2000, turns_limit: 2000 }, ['Mood −0.62, below −0.55 for 2 turns (limit 2)']],
  [{ mood: -620, mood_limit: -550, turns: 1000 }, ['Mood −0.62, below −0.55 for 1 turn']],
  [{ mood: -300, turns: 2000 }, ['Mood −0.30 for 2 turns']],
  [{ mood: -620, mood_limit: -550 }, ['Mood −0.62, below the limit of −0.55']],
  [{ mood: -550, mood_limit: -550 }, ['Mood −0.55, which is the limit']],
  [{ mood: -100, mood_limit: -550 }, ['Mood −0.10, limit −0.55']],
  [{ valence: -930, valence_limit: -850, confidence: 910, confidence_limit: 800 }, ['Sentiment of the message −0.93, below the limit of −0.85', 'Confidence 91%, above the limit of 80%']],
  [{ misses: 3000, misses_limit: 3000 }, ['Not understood in a row 3, which is the limit']],
  [{ times: 4000, times_limit: 3000 }, ['Times asked 4, above the limit of 3']],
  [{ confidence: 962 }, ['Confidence: 96%']],
  [{ mood_limit: -550 }, ['Mood limit: −0.55']],
  [{ score: 830, score_limit: 800, cause_trend: 1200 }, ['Escalation score 83%, above the limit of 80%', 'Getting worse, weight: 1.20']],
  [{ something_new: 1500 }, ['Something new: 1.50']],
  [{}, []],
];
for (const [numbers, sentences] of SENTENCES) {
  test(`numbers ${JSON.stringify(numbers)} read as sentences`, () => assert.deepEqual(factsOf(numbers, en).map((fact) => fact.sentence), sentences));
}

test('a fact beyond its limit is marked, a bare number is not', () => {
  assert.deepEqual(factsOf({ misses: 3000, misses_limit: 3000, window: 5000 }, en).map((fact) => [fact.name, fact.kind]), [['misses', 'crossed'], ['window', 'given']]);
});

test('a sentence in the language of the page stands under the title of the rule', () => {
  const why = explain({ rule: 'asked_for_person', text: 'The customer asked for a person.', numbers: {}, policy_version: 'p-12' }, nl);
  assert.deepEqual([why.title, why.text, why.rule, why.version], ['De klant vroeg om een medewerker', 'De klant vroeg om een medewerker.', 'asked_for_person', 'p-12']);
});

test('a rule the console does not know still has a name', () => {
  assert.equal(explain({ rule: 'full_moon' }, en).title, 'Full moon');
  assert.equal(reasonChip({ rule: 'full_moon' }, en), 'Full moon');
});

test('no reason explains nothing', () => {
  assert.equal(explain(null, en), null);
  assert.equal(reasonChip(undefined, en), '');
});

test('it reads in Dutch too', () => {
  assert.equal(factsOf({ mood: -620, mood_limit: -550, turns: 2000 }, nl, 'nl')[0].sentence, 'Stemming −0,62, onder −0,55 gedurende 2 beurten');
});

test('the curve’s limit comes from the reason', () => {
  assert.deepEqual(curveLimit({ rule: 'low_mood', numbers: { mood_limit: -550 } }), { of: 'mood', at: -0.55 });
  assert.deepEqual(curveLimit({ rule: 'one_bad_turn', numbers: { valence: -930, valence_limit: -850 } }), { of: 'valence', at: -0.85 });
  assert.equal(curveLimit({ rule: 'low_mood' }), null);
});

const otherwise = (number, side, value, t = en, region = 'en') => {
  const { before, message, after } = whatElse({ rule: 'r', counterfactual: { turn: 4, seq: 12, number, value, side } }, t, region);
  return `${before}[${message}]${after}`;
};
const OTHERWISE = [
  ['valence', 'above', -310, 'Would have stayed with the bot had [message 4] scored above −0.31.'],
  ['confidence', 'below', 620, 'Would have stayed with the bot had it been less than 62% sure of [message 4].'],
  ['score', 'below', 800, 'Would have stayed with the bot had the escalation score at [message 4] been below 80%.'],
  ['times', 'below', 3000, 'Would have stayed with the bot had [message 4] not been the same request again: it had come fewer than 3 times then.'],
  ['misses', 'below', 3000, 'Would have stayed with the bot had it understood [message 4]: fewer than 3 in a row would have gone wrong.'],
  ['mood', 'above', -550, 'Would have stayed with the bot had mood at [message 4] been above −0.55.'],
];
for (const [number, side, value, sentence] of OTHERWISE) test(`what else: ${number} ${side}`, () => assert.equal(otherwise(number, side, value), sentence));

test('what else reads in Dutch too, and leads to the message', () => {
  assert.equal(otherwise('valence', 'above', -310, nl, 'nl'), 'Was bij de bot gebleven als [bericht 4] hoger dan −0,31 had gescoord.');
  assert.equal(whatElse({ rule: 'r', counterfactual: { turn: 4, seq: 12, number: 'valence', value: 0, side: 'above' } }, en).seq, 12);
});

test('without another way nothing is said of it', () => {
  assert.deepEqual([whatElse(null, en), whatElse({ rule: 'r' }, en), whatElse({ rule: 'r', counterfactual: null }, en)], [null, null, null]);
});
