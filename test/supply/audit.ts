import { spawnSync } from 'node:child_process'

/** What `npm audit --json` prints: either what it found, or why it could not ask. */
type Report = {
  message?: string
  statusCode?: number
  metadata?: { vulnerabilities: { total: number } }
}

export type Verdict = { code: 0 | 1; text: string }

/** So a registry answers that keeps no advisories: mirrors, mostly. */
const NO_AUDIT = [400, 403, 404, 405, 410, 501]

/**
 * What an audit means for the checks: known vulnerabilities are a fault; a registry that offers no audit is none.
 * @param printed what `npm audit --json` printed
 */
export function judge(printed: string): Verdict {
  const { message = '', statusCode = 0, metadata } = parse(printed)
  if (metadata?.vulnerabilities.total === 0)
    return { code: 0, text: 'npm audit: no known vulnerability in what the bot needs.' }
  if (metadata)
    return {
      code: 1,
      text: `npm audit: known vulnerabilities (${metadata.vulnerabilities.total}). npm audit --omit dev lists them; npm audit fix mends what it can.`,
    }
  if (NO_AUDIT.includes(statusCode))
    return { code: 0, text: `npm audit: not done, this registry offers none (${message}).` }
  return {
    code: 1,
    text: `npm audit: failed (${message || 'no answer'}). Try again, or see npm audit --omit dev.`,
  }
}

function parse(printed: string): Report {
  try {
    return JSON.parse(printed) as Report
  } catch {
    return {}
  }
}

/** Asks the registry. */
export function audit(): Verdict {
  const { stdout } = spawnSync('npm', ['audit', '--omit', 'dev', '--json'], { encoding: 'utf8' })
  return judge(stdout)
}
