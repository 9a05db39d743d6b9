import { ANSWER_MS, whyNot } from './call.ts'
import { type Finding, ok, warning } from './finding.ts'

/** Who answers at an address: the bot, somebody else (and how), or nobody (and why). */
export type Answerer = { kind: 'bot' } | { kind: 'stranger'; how: string } | { kind: 'nobody'; why: string }

/** Asks for `/healthz`, which the bot answers as nobody else does. `origin`: without a slash at the end. */
export async function whoAnswersAt(origin: string): Promise<Answerer> {
  try {
    const response = await fetch(`${origin}/healthz`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    const text = await response.text()
    if (response.ok && text === JSON.stringify({ status: 'ok' })) return { kind: 'bot' }
    return { kind: 'stranger', how: `HTTP ${response.status}` }
  } catch (error) {
    return { kind: 'nobody', why: whyNot(error) }
  }
}

const CHECK = 'PUBLIC_URL'

/** Looks whether the bot is where people and Slack look for it. Not every network lets a machine reach its own address. */
export async function checkAddress(publicUrl: string): Promise<Finding> {
  const answerer = await whoAnswersAt(publicUrl)
  if (answerer.kind === 'bot') return ok(CHECK, `The bot answers at ${publicUrl}.`)
  const look = `If the bot runs, see whether ${publicUrl}/healthz says {"status":"ok"} from elsewhere`
  if (answerer.kind === 'nobody')
    return warning(CHECK, `${publicUrl} does not answer from here (${answerer.why}).`, `${look}.`)
  return warning(
    CHECK,
    `Somebody else than the bot answers at ${publicUrl}/healthz (${answerer.how}).`,
    `${look}, and if not, where the proxy in front of it sends requests.`,
  )
}
