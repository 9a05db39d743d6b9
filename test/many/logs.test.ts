import { expect, it } from 'vitest'
import type { LocalSlack } from '../../src/playground/index.ts'
import { sure } from '../slack/desk-scene.ts'
import { emptyDatabase, ownPostgres } from '../store/engines.ts'
import { doEverything, SLOW_MS } from './everything.ts'
import { beginInstall, comeBack, everyRow, type Many, SECRETS, startMany } from './stage.ts'

const fresh = emptyDatabase('postgres', ownPostgres())
/** In searches, notes, suggestions, names of people and channels, and in what strangers send. */
const PLANTED = 'zanzibar'

type Line = { msg: string; kind?: string; request?: string; team?: string; event?: string }

/** What is said outside of requests. */
const OUTSIDE = [
  'kstreams starts',
  ...['listening for operators', 'listening for Slack', 'the app was installed'],
  ...['request refused', 'somebody did not finish installing the app'],
]

it('no secret and no word of anybody is in the log, and each line of a request says of which it is', {
  timeout: SLOW_MS,
}, async () => {
  const databaseUrl = await fresh()
  const many = await startMany({ databaseUrl, replicas: 2 })
  const acme = await many.workspace('T0ACME')
  const old = acme.botToken
  await doEverything(acme, PLANTED)
  await getIntoTrouble(acme)
  await comeAsStranger(many)
  await many.install({ team: 'T0ACME' })
  await acme.answers(await acme.mention({ text: PLANTED, channel: 'general' }))
  const kept = JSON.stringify(await everyRow(databaseUrl))
  for (const { acked } of many.hub.uninstall({ team: 'T0ACME' })) await acked
  for (const replica of many.replicas) await replica.close()
  const log = many.replicas.map((replica) => replica.log()).join('')
  const lines = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
  // What is looked for was there.
  const { password } = new URL(databaseUrl)
  const addresses = acme.envelopes.flatMap(({ payload }) => payload['response_url'] ?? []).map(String)
  expect(addresses.length).toBeGreaterThan(20)
  expect(kept).toContain(PLANTED)
  const secrets = [...Object.values(SECRETS), password, old, acme.botToken, PLANTED, ...addresses]
  expect(secrets.filter((one) => one === '' || log.toLowerCase().includes(one.toLowerCase()))).toEqual([])
  expect(log).not.toMatch(/xox[a-z]-|xapp-|Bearer/)
  for (const msg of ['answered', 'digest sent', 'could not answer', 'not acknowledged', 'digest stopped'])
    expect(lines.map((line) => line.msg)).toContain(msg)
  const nameless = lines.filter(({ request }) => request === undefined)
  expect(nameless.map(({ msg }) => msg).filter((msg) => !OUTSIDE.includes(msg))).toEqual([])
  const within = lines.filter(({ request }) => request !== undefined)
  expect(within.filter(({ team }) => team !== 'T0ACME')).toEqual([])
  const ofEvents = within.filter(({ kind = '' }) => ['mention', 'direct_message', 'home'].includes(kind))
  expect(ofEvents.length).toBeGreaterThan(3)
  expect(ofEvents.filter(({ event }) => !event?.startsWith('Ev'))).toEqual([])
})

/** Slack refuses, fails and loses what the bot says. */
async function getIntoTrouble(slack: LocalSlack): Promise<void> {
  const settled = ({ acked }: { acked: Promise<unknown> }) => acked.catch(() => {})
  slack.failWith('chat.postMessage', 'channel_not_found', { times: 2 })
  await settled(await slack.mention({ text: PLANTED, channel: 'general' }))
  slack.failHttp('response_url', 500)
  await settled(await slack.command({ text: PLANTED }))
  slack.loseAnswer('views.publish')
  await settled(await slack.openHome({}))
  slack.rejectBlocks(['card'])
  await slack.answers(await slack.command({ text: 'fraud' }))
}

/** What comes from no browser of ours, and not from Slack. */
async function comeAsStranger({ replicas }: Many): Promise<void> {
  const replica = sure(replicas[0])
  const { cookie } = await beginInstall(replica)
  await comeBack(replica, `https://x/?code=${PLANTED}&state=${PLANTED}`, cookie)
  const forged = { 'content-type': 'application/json', 'x-slack-signature': `v0=${PLANTED}` }
  for (const headers of [forged, { cookie: PLANTED }])
    await fetch(`${replica.origin}/slack/events`, { method: 'POST', body: PLANTED, headers })
}
