import robots from 'robots-parser'
import { type Client, USER_AGENT } from './client.ts'
import { getText } from './redirect.ts'

// It is CommonJS, whose default is the function itself; its types say otherwise.
const robotsParser = robots as unknown as typeof robots.default

type Rules = ReturnType<typeof robotsParser>

/** What a crawler has to read of it, and how often it has to follow it (RFC 9309, 2.5 and 2.3.1.2). */
const LIMITS = { bytes: 500 * 1024, redirects: 5 }

/**
 * Matching takes as many steps as rules and addresses are long, on the thread that answers people: what nobody writes for
 * a robot to follow is not followed.
 */
const MOST = { rules: 1000, ruleLength: 300, wildcards: 5, addressLength: 1000 }

/**
 * Tells whether a site wants us to look at an address; its robots.txt is read once. A site whose robots.txt cannot be had,
 * or is none, has no such wish: we ask for a page that people are sent to, and if the site is down, that is to be told.
 */
export function createRobots(client: Pick<Client, 'ask'>): (url: URL) => Promise<boolean> {
  const known = new Map<string, Promise<Rules | undefined>>()
  return async (url) => {
    const rules = known.get(url.origin) ?? readRules(client, url.origin)
    known.set(url.origin, rules)
    if (url.href.length > MOST.addressLength) return true
    return (await rules)?.isDisallowed(url.href, USER_AGENT) !== true
  }
}

async function readRules(client: Pick<Client, 'ask'>, origin: string): Promise<Rules | undefined> {
  const url = new URL('/robots.txt', origin)
  const answer = await getText(client, url, LIMITS)
  if ('failure' in answer || answer.status !== 200) return undefined
  const { 'content-type': type = '', 'content-encoding': packed = 'identity' } = answer.headers
  if (type.includes('html') || packed !== 'identity') return undefined
  // Half a line could forbid more than the whole of it.
  const text = answer.cut ? answer.text.slice(0, answer.text.lastIndexOf('\n') + 1) : answer.text
  return robotsParser(url.href, text.split('\n').filter(isSensible).slice(0, MOST.rules).join('\n'))
}

const isSensible = (line: string) =>
  line.length <= MOST.ruleLength && line.split('*').length - 1 <= MOST.wildcards
