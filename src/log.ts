import { pino } from 'pino'
import type { LogLevel } from './config.ts'

export type Log = pino.Logger

/** The log of the program: one JSON object a line, on standard output or to what is given. */
export function createLog(level: LogLevel, to?: pino.DestinationStream): Log {
  return pino({ name: 'kstreams', level }, to)
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
