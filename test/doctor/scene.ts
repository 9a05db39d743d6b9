import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { examine, type Patient } from '../../src/doctor/doctor.ts'
import type { Finding } from '../../src/doctor/finding.ts'
import { type LocalSlack, startLocalSlack } from '../../src/playground/index.ts'
import { IN_MEMORY } from '../settings.ts'

/** A local Slack until the end of the test, and the variables with which a bot connects to it. */
export async function slackWithBot(): Promise<{ slack: LocalSlack; environment: Record<string, string> }> {
  const slack = await startLocalSlack()
  onTestFinished(() => slack.close())
  const environment = {
    ...{ SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken },
    DATABASE_URL: IN_MEMORY,
  }
  return { slack, environment }
}

/** What the doctor finds; of a catalogue nothing, unless told of one: reading that takes longer than all the rest. */
export function found(environment: Record<string, string>, more: Partial<Patient> = {}): Promise<Finding[]> {
  const patient = { source: 'a test', nodeVersion: '22.1.0', now: Date.now, dataFolder: 'nowhere' }
  return examine({ environment, ...patient, ...more })
}

/** What was found of one thing: level, what was found, and what to do. */
export const of = (findings: readonly Finding[], check: string): string[] =>
  findings
    .filter((finding) => finding.check === check)
    .map(({ level, found, remedy = '' }) => `${level}: ${found} ${remedy}`.trim())

/** A server of this machine until the end of the test; gives its address, `http://127.0.0.1:PORT`. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  await new Promise((resolve) => server.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
