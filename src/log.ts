import { AsyncLocalStorage } from 'node:async_hooks'
import { pino } from 'pino'
import type { LogLevel } from './config.ts'

export type Log = pino.Logger

const present = new AsyncLocalStorage<Record<string, unknown>>()

/** Does some work; each line of the log that it leads to, however deep and late, says these ids, too. */
export const withIds = <T>(ids: Record<string, unknown>, work: () => T): T => present.run(ids, work)

/**
 * The log of the program: one JSON object a line, on standard output or to what is given; levels in words, times in UTC as
 * ISO 8601 has them.
 */
export function createLog(level: LogLevel, to: pino.DestinationStream = standardOutput()): Log {
  const words = {
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
  }
  return pino({ name: 'kstreams', level, ...words, mixin: () => present.getStore() ?? {} }, to)
}

/**
 * Standard output, and nowhere once nobody reads it any more. Pino's own destination (sonic-boom 4) tries for ever to write
 * what is left when the program ends: a bot whose terminal is gone would stay.
 */
function standardOutput(): pino.DestinationStream {
  process.stdout.on('error', () => {})
  return { write: (line) => void process.stdout.write(line) }
}

const SECRETS =
  /\bx(?:ox[a-z]|app)-[\w-]+|https:\/\/hooks\.slack\.com\/\S+|(?<=[?&]ticket=)[\w-]+|(?<=:\/\/[^\s:/@]*:)[^\s@/]+(?=@)/g

/** Takes tokens and one-time addresses out of a text that is not ours, before it is logged. */
export function redact(text: string): string {
  return text.replace(SECRETS, '[secret]')
}

/**
 * What a log may say of an error: its name, its message and its cause, without secrets. Slack's own answer
 * (`error`, the faulty places) is kept; anything that could hold a person's words is not.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: redact(String(error)) }
  const { data, statusCode } = error as { data?: Record<string, unknown>; statusCode?: number }
  const messages = (data?.['response_metadata'] as { messages?: string[] } | undefined)?.messages
  return {
    ...{ name: error.name, message: redact(error.message) },
    ...(data?.['error'] ? { slackError: data['error'] } : {}),
    ...(messages ? { slackMessages: messages.map(redact) } : {}),
    ...(data?.['needed'] ? { neededScope: data['needed'] } : {}),
    ...(statusCode ? { statusCode } : {}),
    ...(error.cause ? { cause: describeError(error.cause) } : {}),
    ...(error.stack ? { stack: redact(frames(error.stack)) } : {}),
  }
}

/** The first few places of a stack, without the message that it begins with. */
const frames = (stack: string) =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 5)
    .join('\n')
