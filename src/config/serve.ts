import { isAddress, readNumber } from './values.ts'
import type { Read } from './variables.ts'

/** Where the bot listens, and how it is reached. */
export type ServeConfig = {
  /** Of what comes from Slack, in HTTP mode; 0: any free one. */
  port: number
  /** The address of both ports; all of the machine's when undefined. */
  host: string | undefined
  /** Where people and Slack reach it, `https://bot.example.com`, without a slash at the end. */
  publicUrl: string | undefined
  /** A mail address or an https address, for the support page. */
  supportContact: string | undefined
  /** Of metrics and health; none when undefined. */
  metricsPort: number | undefined
  /** How long it goes on answering after it was told to stop, in milliseconds: a load balancer needs time to notice. */
  drainMs: number
}

/** Where a bot that Slack sends requests to listens unless told otherwise: as Bolt's examples do. */
const HTTP_PORT = 3000
const HTTP_DRAIN_S = 3
const MOST_PORT = 65_535
const MOST_DRAIN_S = 300

/**
 * Reads where the bot listens; what is wrong is added to `faults`.
 * @param transport undefined where nothing of Slack's is set, or something of it is wrong
 */
export function readServe(
  transport: 'socket' | 'http' | undefined,
  read: Read,
  faults: string[],
): ServeConfig {
  const isHttp = transport === 'http'
  const without = isHttp ? String(HTTP_PORT) : 'any free port'
  const given = readNumber('PORT', { most: MOST_PORT, without }, read, faults)
  const metricsPort = readNumber('METRICS_PORT', { most: MOST_PORT, without: 'no metrics' }, read, faults)
  const port = given ?? (isHttp ? HTTP_PORT : 0)
  // Over sockets nothing listens on PORT, which some platforms set for every program.
  if (transport !== 'socket' && port !== 0 && port === metricsPort) {
    const both = given === undefined ? `PORT (not set) and METRICS_PORT` : 'PORT and METRICS_PORT'
    faults.push(`${both} are both ${port}. Set one of them to another port.`)
  }
  const usual = isHttp ? HTTP_DRAIN_S : 0
  const drain = readNumber('DRAIN_SECONDS', { most: MOST_DRAIN_S, without: String(usual) }, read, faults)
  const publicUrl = readPublicUrl(read('PUBLIC_URL'), faults)
  const supportContact = read('SUPPORT_CONTACT')
  if (supportContact !== undefined && !isContact(supportContact)) {
    faults.push('SUPPORT_CONTACT is neither a mail address nor an https address.')
  }
  const drainMs = (drain ?? usual) * 1000
  return { port, host: read('HOST'), publicUrl, supportContact, metricsPort, drainMs }
}

/** Slack and people are sent to paths below it: nothing could serve one that has more than a host. */
function readPublicUrl(value: string | undefined, faults: string[]): string | undefined {
  if (value === undefined) return undefined
  if (!isAddress(value)) {
    faults.push('PUBLIC_URL is not an https address. Write it as https://bot.example.com.')
    return undefined
  }
  const { origin, pathname, search, hash, username, password } = new URL(value)
  const [more] = [
    ...(username || password ? ['a user or a password'] : []),
    ...(/[^/]/.test(pathname) ? ['a path'] : []),
    ...(search || hash ? ['something after ? or #'] : []),
  ]
  // It is not repeated: it may hold a password.
  if (more !== undefined) {
    faults.push(
      `PUBLIC_URL has ${more}. Write it as https://bot.example.com: what is behind it must be the bot itself.`,
    )
  }
  return origin
}

const isContact = (value: string) => /^[^\s@:/]+@[^\s@/]+\.[^\s@/]+$/.test(value) || isAddress(value)
