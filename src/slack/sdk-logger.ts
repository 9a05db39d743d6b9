import { type Logger, LogLevel } from '@slack/bolt'
import { type Log, redact } from '../log.ts'

/**
 * The logger that Slack's packages are given. Their debug lines hold whole messages, so those never pass,
 * whatever the level; their info lines are our debug lines.
 */
export function sdkLogger(log: Log): Logger {
  const sdk = log.child({ from: 'slack-sdk' })
  const line = (parts: unknown[]) =>
    redact(
      parts
        .map((part) => (part instanceof Error ? part.message : typeof part === 'string' ? part : ''))
        .join(' '),
    )
  return {
    debug: () => {},
    info: (...parts) => sdk.debug(line(parts)),
    warn: (...parts) => sdk.warn(line(parts)),
    error: (...parts) => sdk.error(line(parts)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  }
}
