import { type At, STEPS } from './orders.ts'
import { oneOf, random } from './random.ts'

/** What a call can meet in Slack. */
export const SLACK_FAULTS = [
  'lost',
  'http 500',
  'http 500 done',
  'internal_error',
  'slow',
  'rate limit',
] as const
export type SlackFault = (typeof SLACK_FAULTS)[number]
const LOSSES: readonly SlackFault[] = ['lost', 'http 500', 'http 500 done', 'internal_error', 'slow']

/** So often in all: some process has to live through a whole lease, to see that it ended. */
export type Often = { everyMs: number; times: number }

/** What goes wrong, and where. All times in milliseconds. */
export type Scenario = {
  name: string
  database: 'postgres' | 'sqlite'
  processes: number
  /** Another one than usual: calls that wait for their answer wait for almost half of it. */
  leaseMs?: number
  /** Slots of each channel, a day apart. */
  days: number
  /** How long the slots of a day are spread, for each digest; 0: all at once. */
  spreadMs: number
  /** One for each process that starts, replacements included, as long as there are some. */
  deaths?: (seed: number, digests: number) => At[]
  /** The first process stands still there for longer than a lease. */
  hang?: At
  /** Of all posts and look-ups, `share` meet one of these. */
  slack?: { share: number; kinds: readonly SlackFault[] }
  /** So many posts are refused at the beginning, with HTTP 429. */
  storm?: number
  /** How long an answer takes on its way back. */
  answerMs?: number
  /** Slack's own limits. */
  limits?: true
  /** The clocks of so many processes jump by up to so many hours, again and again. */
  jumps?: { processes: number; hours: number }
  /** How often Postgres stops. */
  outages?: number
  /** The share of writes whose answer is lost between Postgres and the app. */
  lostWrites?: number
  /** Some process is told to stop, is killed, or stands still for longer than a lease, wherever it is. */
  handOvers?: Often
  kills?: Often
  freezes?: Often
  /** How often a digest is saved as it was before its slot was taken. */
  savedAgainMs?: number
}

/** A death at each step; the last one for somebody who took over from the others. */
const atEachStep = (): At[] => [...STEPS.map((step) => ({ step, nth: 2 })), { step: 'posted', nth: 1 }]

/** One death for so many digests, anywhere. */
const anywhere =
  (digestsEach: number) =>
  (seed: number, digests: number): At[] => {
    const drawn = random(seed)
    return Array.from({ length: Math.floor(digests / digestsEach) }, () => ({
      step: oneOf(STEPS, drawn()),
      nth: 1 + Math.floor(drawn() * 30),
    }))
  }

const PLAIN = { database: 'postgres', processes: 2, days: 1, spreadMs: 0 } as const

/** The few that say most, for `npm test`. */
export const SHORT: readonly Scenario[] = [
  { ...PLAIN, name: 'killed at each step', processes: 3, spreadMs: 15, storm: 20, deaths: atEachStep },
  {
    ...{ ...PLAIN, name: 'hangs', processes: 3, leaseMs: 3000, answerMs: 1100 },
    hang: { step: 'claimed', nth: 1 },
  },
  {
    ...{ ...PLAIN, name: 'lost answers', database: 'sqlite', days: 2, leaseMs: 6000 },
    slack: { share: 0.15, kinds: LOSSES },
  },
  {
    ...{ ...PLAIN, name: 'database goes away', spreadMs: 30, outages: 1, lostWrites: 0.05 },
    handOvers: { everyMs: 900, times: 2 },
  },
  { ...PLAIN, name: 'four processes', processes: 4, days: 3 },
  {
    ...{ ...PLAIN, name: 'clocks jump', spreadMs: 30, answerMs: 200, jumps: { processes: 2, hours: 30 } },
    slack: { share: 0.15, kinds: ['http 500', 'internal_error'] },
  },
  { ...PLAIN, name: 'saved again', spreadMs: 15, savedAgainMs: 10 },
]

const LONG_DAYS = { ...PLAIN, days: 3 }

/** All that is known to go wrong, for `npm run chaos`. */
export const LONG: readonly Scenario[] = [
  { ...LONG_DAYS, name: 'nothing wrong, two processes' },
  { ...LONG_DAYS, name: 'nothing wrong, four processes', processes: 4 },
  { ...LONG_DAYS, name: 'nothing wrong, one file', database: 'sqlite' },
  { ...LONG_DAYS, name: 'saved again', spreadMs: 10, savedAgainMs: 5 },
  { ...PLAIN, name: 'killed at each step', days: 2, deaths: anywhere(25) },
  { ...PLAIN, name: 'killed, one file', days: 2, database: 'sqlite', deaths: anywhere(25) },
  { ...PLAIN, name: 'killed at any time', processes: 4, spreadMs: 15, kills: { everyMs: 400, times: 40 } },
  { ...LONG_DAYS, name: 'lost answers', slack: { share: 0.1, kinds: LOSSES } },
  { ...LONG_DAYS, name: 'lost answers, one file', database: 'sqlite', slack: { share: 0.1, kinds: LOSSES } },
  { ...LONG_DAYS, name: 'rate limits', storm: 100, slack: { share: 0.02, kinds: ['rate limit'] } },
  { ...PLAIN, name: 'rate limits and kills', storm: 100, deaths: anywhere(25) },
  // Slack lets nobody connect again and again: two sockets a process, and ten in all to begin with.
  { ...PLAIN, name: "Slack's own limits, and kills", limits: true, deaths: anywhere(350) },
  { ...PLAIN, name: 'hangs', processes: 4, hang: { step: 'claimed', nth: 10 }, answerMs: 1500 },
  {
    ...{ ...PLAIN, name: 'clocks jump', processes: 4, spreadMs: 15, answerMs: 200 },
    ...{ jumps: { processes: 2, hours: 30 }, slack: { share: 0.1, kinds: ['http 500', 'internal_error'] } },
  },
  { ...PLAIN, name: 'all clocks jump', spreadMs: 15, answerMs: 100, jumps: { processes: 2, hours: 3 } },
  { ...PLAIN, name: 'frozen', processes: 3, spreadMs: 20, freezes: { everyMs: 1500, times: 12 } },
  { ...PLAIN, name: 'database goes away', spreadMs: 15, outages: 5 },
  { ...PLAIN, name: 'writes are lost', spreadMs: 5, lostWrites: 0.05 },
  { ...PLAIN, name: 'handed over', processes: 4, spreadMs: 15, handOvers: { everyMs: 400, times: 40 } },
  {
    ...{ ...PLAIN, name: 'everything at once', processes: 4, days: 2, spreadMs: 30, deaths: anywhere(40) },
    ...{ slack: { share: 0.05, kinds: SLACK_FAULTS }, jumps: { processes: 2, hours: 30 }, outages: 2 },
    ...{
      lostWrites: 0.02,
      handOvers: { everyMs: 3000, times: 8 },
      kills: { everyMs: 3000, times: 8 },
      savedAgainMs: 50,
      storm: 50,
    },
  },
]
