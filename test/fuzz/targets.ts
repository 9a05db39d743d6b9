import { decodeAsk, decodePlace, encodeAsk } from '../../src/cards/actions.ts'
import { readVote } from '../../src/cards/feedback.ts'
import { literal } from '../../src/cards/text.ts'
import { parseCatalogue } from '../../src/catalogue/parse.ts'
import { readArgs } from '../../src/cli/arguments.ts'
import { UsageError } from '../../src/cli/command.ts'
import { type CommandName, USAGES } from '../../src/cli/usage.ts'
import { readSettings } from '../../src/config.ts'
import { readDigestCommand } from '../../src/digest/command.ts'
import { createPages } from '../../src/http/pages.ts'
import { createRobots } from '../../src/link-check/robots.ts'
import { readMessage } from '../../src/playground/notifications.ts'
import { kindOf, whereOf } from '../../src/slack/bodies.ts'
import { readOrigin } from '../../src/slack/origin.ts'
import { plainText, withAddresses } from '../../src/slack/plain-text.ts'
import { limitedFetch } from '../../src/slack/quota.ts'
import { faultIn } from '../../src/slack/shapes.ts'
import { readList } from '../../src/upstream/list.ts'
import { createSeal, SealError } from '../../src/workspaces/seal.ts'
import { VALID } from '../catalogue/valid.ts'
import { catalogue, search } from '../catalogue.ts'

/** Something that reads texts of strangers. */
export type Target = {
  /** Texts that it is made for. */
  examples: readonly string[]
  /** What such texts are made of. */
  words: readonly string[]
  /** Reads one, and throws where it fails, or what it gives is not as promised. */
  read: (text: string) => unknown
}

const NOW = Date.UTC(2026, 10, 23)
const ask = encodeAsk({ words: 'fraud', offset: 5, version: 'v1', command: '/ks', answer: '1.2' }) ?? ''
const command = (text: string) => readDigestCommand(text, { now: NOW, zone: 'Europe/Berlin', catalogue })

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`broken promise: ${what}`)
}

/** Throws on what is thrown, unless it is the one error that is documented. */
function only(expected: new (...given: never[]) => Error, work: () => unknown): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof expected)) throw error
  }
}

/** What a button or a view of any age carries. */
function readButton(text: string): void {
  const read = decodeAsk(text)
  must(read === undefined || (Number.isSafeInteger(read.offset) && read.offset >= 0), 'an offset is a count')
  must(typeof decodePlace(text)?.useCase !== 'object', 'a use case is named by a text')
  const vote = readVote(text)
  must(vote === undefined || vote.vote === 'up' || vote.vote === 'down', 'a vote is up or down')
  const { steps, useCase, channel } = readOrigin(text)
  must(
    [...steps, useCase, channel ?? ''].every((one) => typeof one === 'string'),
    'an origin is of texts',
  )
}

function readBody(text: string): void {
  const body: unknown = parsed(text)
  if (typeof body !== 'object' || body === null || Array.isArray(body) || faultIn(body) !== undefined) return
  const { team, enterprise } = whereOf(body)
  must(typeof team === 'string' && typeof (enterprise ?? '') === 'string', 'a workspace is named by a text')
  must(typeof kindOf(body) === 'string', 'a kind is one of ours')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whatever a person typed calls nobody once it is repeated. */
function readTyped(text: string): void {
  const { notifies, links } = readMessage({ text: literal(withAddresses(text)) })
  must(notifies.length + links.length === 0, 'nobody is called, and nothing is linked')
  must(plainText(text).trim() === plainText(text), 'nothing stands around it')
}

const environmentOf = (text: string) =>
  Object.fromEntries(text.split('\n').map((line) => line.split(/=(.*)/s, 2) as [string, string]))

function readVariables(text: string): void {
  const settings = readSettings(environmentOf(text))
  must(settings.kind !== 'faulty' || settings.faults.every((fault) => /\w/.test(fault)), 'a fault is told')
}

function readArguments(text: string): void {
  const [name = '', ...args] = text.split('\n')
  only(UsageError, () => readArgs((Object.hasOwn(USAGES, name) ? name : 'search') as CommandName, args))
}

const SITE = { installs: true, contact: 'help@example.com', keptDays: 90, erasedAfterDays: 30 }
const pages = createPages(SITE)
const tags = (html: string) => html.split('<').length
const plainTags = tags(pages.installed({ appId: 'A1', team: { id: 'T1', name: 'Acme' } }))

function readName(text: string): void {
  const page = pages.installed({ appId: 'A1', team: { id: 'T1', name: text || 'Acme' } })
  must(tags(page) === plainTags, 'a name is no HTML')
  must(!pages.failed(text).includes('<script'), 'a code is no HTML')
}

const seal = createSeal([Buffer.alloc(32, 7)])
const quota = { take: async () => 0, pause: async () => {} }
const results: string[] = []
const metrics = { call: (...[, result]: [string, string, number]) => void results.push(result) }

async function readAnswer(text: string): Promise<void> {
  results.length = 0
  const answer = () => new Response(text, { headers: { 'content-type': 'application/json' } })
  const fetch = limitedFetch(async () => answer(), { team: 'T1', quota, metrics } as unknown as Parameters<
    typeof limitedFetch
  >[1])
  const response = await fetch('https://slack.com/api/chat.postMessage')
  must((await response.text()) === text.toWellFormed().replace(/^\ufeff/, ''), 'the answer is left unread')
  must(results.length === 1 && typeof results[0] === 'string', 'a call is told once')
}

async function readRobots(text: string): Promise<void> {
  const answer = { status: 200, headers: { 'content-type': 'text/plain' }, text, cut: false }
  const isWanted = await createRobots({ ask: async () => answer })(new URL('https://a.example/b?c=d'))
  must(typeof isWanted === 'boolean', 'a site wants it or not')
}

function readMarkdown(text: string): void {
  const { entries, leftOut } = readList(text)
  const last = text.split('\n').length
  must(
    [...entries, ...leftOut].every(({ line }) => line >= 1 && line <= last),
    'each line is one of the list',
  )
  must(
    entries.every(({ links }) => links.every(({ url }) => URL.canParse(url))),
    'each link is an address',
  )
}

const ENVIRONMENT = [
  ...['SLACK_BOT_TOKEN=xoxb-1', 'SLACK_APP_TOKEN=xapp-1', 'SLACK_SIGNING_SECRET=s', 'SLACK_CLIENT_ID=1.2'],
  ...[
    'SLACK_CLIENT_SECRET=s',
    'SLACK_STATE_SECRET=s',
    'TOKEN_ENCRYPTION_KEY=AAAA',
    'PORT=3000',
    'METRICS_PORT=1e3',
  ],
  ...['PUBLIC_URL=https://a.example/', 'DATABASE_URL=postgres://a:b@c/d', 'DATABASE_URL=file:x', 'HOST=::'],
  ...['DIGESTS=C1 daily 9am', 'SUGGESTIONS_CHANNEL=C1', 'SLACK_API_URL=http://[', 'REQUESTS_PER_MINUTE=-1'],
]
const YAML = [
  '- ',
  ': ',
  '\n',
  '&a ',
  '*a',
  '!!js ',
  '|',
  '>',
  '{',
  '[',
  '"',
  "'",
  '#',
  '---',
  '<<: ',
  '? ',
  '\t',
]
const JSON_WORDS = [
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '"',
  'null',
  '1e999',
  '-1',
  '"__proto__"',
  '\\u0000',
  '{"a":',
]

/** All that reads what strangers wrote, by its name. */
export const TARGETS: Readonly<Record<string, Target>> = {
  search: {
    examples: [
      'fraud industry:bank -kafka "real time"',
      'similar walmart',
      'since:2021 NOT retail',
      'kind:talk,paper',
    ],
    words: [
      'industry:',
      'topic:',
      'company:',
      'since:',
      '-',
      '"',
      ' or ',
      'NOT ',
      ',',
      'kafka',
      'fraud',
      'paymnts',
      'İ',
      '🦄',
    ],
    read: (text) => must(search.search(text).query === text, 'the question stays'),
  },
  buttons: {
    examples: [ask, `up ${ask}`, '{"u":"a","w":"b","c":"/k"}', '{"useCase":"a","words":"b","steps":["c"]}'],
    words: [...JSON_WORDS, '"w"', '"o"', '"u"', '"c"', '"steps"', '"useCase"', 'up ', 'down '],
    read: readButton,
  },
  bodies: {
    examples: [
      '{"type":"event_callback","team_id":"T1","authorizations":[{"team_id":"T1"}],"event":{"type":"message","channel":"C1","ts":"1.2"}}',
      '{"type":"block_actions","team":{"id":"T1"},"user":{"id":"U1"},"trigger_id":"1","container":{},"actions":[{"action_id":"a"}]}',
      '{"command":"/k","text":"a","user_id":"U1","channel_id":"C1","trigger_id":"1","response_url":"https://a.example"}',
    ],
    words: [
      ...JSON_WORDS,
      '"authorizations"',
      '"event"',
      '"view"',
      '"enterprise"',
      '"is_enterprise_install"',
      'true',
    ],
    read: readBody,
  },
  digest: {
    examples: [
      'weekdays 9:30am Europe/Berlin topic:fraud',
      'pause until 1 Dec',
      'mon-thu 17h',
      'daily at noon',
    ],
    words: [
      'mon',
      '-',
      'thu',
      ' to ',
      '12',
      ':',
      'am',
      'noon',
      'topic:',
      'industry:',
      'pause ',
      'for two weeks',
      'UTC',
      '+2',
    ],
    read: command,
  },
  catalogue: {
    examples: Object.values(VALID),
    words: [...YAML, 'company: ', 'topics: ', 'links:', 'url: https://', '2026-11-22'],
    read: (text) => parseCatalogue([...others, { path: 'use-cases/acme-fraud.yaml', text }], '2026-11-23'),
  },
  typed: {
    examples: ['<@U1|ada> fraud in <#C1|general> &amp; <https://a.example|here>', '<!channel> &lt;!here&gt;'],
    words: [
      '<',
      '>',
      '|',
      '@',
      '!',
      '#',
      '&',
      'amp;',
      'lt;',
      'gt;',
      'https://a.example',
      'channel',
      'U0VICTIM',
      '://',
      'a.b',
    ],
    read: readTyped,
  },
  settings: {
    examples: [ENVIRONMENT.join('\n')],
    words: [...ENVIRONMENT, '\n', '=', ',', ' ', '0x1', '1e9'],
    read: readVariables,
  },
  arguments: {
    examples: ['search\nfraud\n--limit\n5', 'check\n--json', 'new\n--folder=x'],
    words: [...Object.keys(USAGES), '\n', '--', '-', '=', '--limit', '--no-json', '--__proto__', '-j'],
    read: readArguments,
  },
  names: {
    examples: ['Acme', "O'Neil & <b>Co</b>"],
    words: ['<', '>', '"', "'", '&', '<script>', '${', '-->'],
    read: readName,
  },
  seals: {
    examples: [seal.seal('xoxb-1', 'row')],
    words: ['v1', '.', '-', '_', 'A', '=', '+'],
    read: (text) => only(SealError, () => seal.open(text, 'row')),
  },
  answers: {
    examples: ['{"ok":true}', '{"ok":false,"error":"ratelimited"}'],
    words: [...JSON_WORDS, '"ok"', '"error"', 'true', 'false'],
    read: readAnswer,
  },
  robots: {
    examples: ['User-agent: *\nDisallow: /a*b$\nAllow: /', 'User-agent: kstreams-link-check\nCrawl-delay: 9'],
    words: ['User-agent: ', 'Disallow: ', 'Allow: ', '*', '$', '\n', '/', '%', '%zz', '#', 'Sitemap: '],
    read: readRobots,
  },
  list: {
    examples: [
      '# Streams\n\n* [Acme](https://a.example/b) uses it\n  * [B](https://b.example)\n',
      '| a | [b](https://c.example) |\n|-|-|\n',
    ],
    words: [
      '* ',
      '> ',
      '# ',
      '[',
      '](',
      ')',
      'https://',
      '|',
      '`',
      '<b>',
      '<!--',
      '-->',
      '    ',
      '\n',
      '_',
      '**',
      '1. ',
      '![',
      '\\',
    ],
    read: readMarkdown,
  },
}

const others = Object.entries(VALID)
  .filter(([path]) => !path.startsWith('use-cases/'))
  .map(([path, text]) => ({ path, text }))
