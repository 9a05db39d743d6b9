import { describe, expect, it } from 'vitest'
import { found } from '../catalogue.ts'

/**
 * Ranking held by example: a question, the first answers in their order, and why. A change of the ranking shows here
 * as a diff; whoever makes it says why the new order is better.
 */
const RANKING: readonly [query: string, ids: string, reason: string][] = [
  [
    'fraud',
    'stubhub-fraud-detection walmart-customer-backbone-at-scale tesco-account-risk-engine',
    'title and topic, topic and summary, topic',
  ],
  ['fraud walmart', 'walmart-customer-backbone-at-scale', 'all of the question over part of it'],
  [
    'walmart machine learning',
    'walmart-ml-inferencing-platform walmart-customer-backbone-at-scale',
    'company and first topic, company and a later topic; then others with the topic',
  ],
  ['expedia tracing', 'expedia-haystack-tracing', 'of two cases of a company the one that was meant'],
  ['wise', 'wise-instant-money-movement', 'a company that is an everyday word'],
  ['recursion', 'recursion-drug-discovery-pipeline', 'an alias'],
  [
    'alerting',
    'twilio-near-real-time-alerting rabobank-rabo-alerts ing-investment-alerts ironsource-budget-monitoring',
    'first topic and title; then by how telling the topic is',
  ],
  ['k8s', 'zopa-bank-event-driven-backend', 'a synonym; the word it stands for is in its title of the talk'],
  [
    'rocksdb',
    'pinterest-ads-budgeting walmart-customer-backbone-at-scale littlehorse-workflow-server',
    'the word itself over all that has the topic it is a synonym of',
  ],
  ['stream-stream join', 'pinterest-ads-budgeting', 'a compound of words that say nothing by themselves'],
  ['exactly once billing', 'metronome-usage-billing', 'both topics over one'],
  [
    'cdc',
    'cdc-covid-lab-reporting schrodinger-livedesign-cdc',
    'two meanings: the alias of an organisation before a topic',
  ],
  [
    'event sourcing',
    'chatwork-message-backend invitae-lab-sendouts new-york-times-publishing-pipeline cdc-covid-lab-reporting',
    'the topic, by its place',
  ],
  [
    'german trains',
    'deutsche-bahn-passenger-information baader-transport-manager',
    'country and synonym; country and tracking of transports',
  ],
  [
    'trains',
    'deutsche-bahn-passenger-information twitter-home-timeline-ml-logging',
    'the word before a word of the same stem (training)',
  ],
  ['training data', 'twitter-home-timeline-ml-logging', 'and the other way round'],
  [
    'threat intel',
    'intel-cyber-intelligence-platform imperva-shared-state-microservices',
    'a name that is also a word',
  ],
  [
    'scala or clojure',
    'funding-circle-loan-accounting previnet-insurance-orchestration invitae-lab-sendouts zalando-fashion-site-ranking',
    'either answers; both would be best',
  ],
  ['stock price alerts', 'ing-investment-alerts', 'all three words'],
  ['account takeover', 'tesco-account-risk-engine', 'the phrase in its title'],
  ['pay as you go', 'metronome-usage-billing', 'a synonym made of words that say nothing'],
  ['house hunting', 'lifull-connect-real-estate-listings', 'a synonym of two words'],
  [
    'noisy neighbours',
    'twilio-near-real-time-alerting walmart-ml-inferencing-platform atlassian-lithium-etl',
    'a synonym in British spelling',
  ],
  [
    'kafka summit sf 2019',
    'centene-eventing-framework recursion-drug-discovery-pipeline pinterest-ads-budgeting funding-circle-loan-accounting',
    'an abbreviation of a place in the name of an event',
  ],
]

describe('the ranking', () => {
  it.each(RANKING)('of "%s" is %s: %s', (query, ids) => {
    const expected = ids.split(' ')
    expect(found(query).slice(0, expected.length)).toEqual(expected)
  })
})
