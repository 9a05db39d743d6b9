import { describe, expect, it, onTestFinished } from 'vitest'
import { ACTIONS } from '../../src/cards/actions.ts'
import { startLocalSlack } from '../../src/playground/index.ts'
import { IN_MEMORY } from '../settings.ts'
import { idOf } from '../slack/digest-scene.ts'
import { ask, homeOf } from './everything.ts'
import { SECRETS, sendSigned, startProcess } from './stage.ts'

const signingSecret = SECRETS.SLACK_SIGNING_SECRET

/** The app with a bot token and a signing secret, and the one workspace that it is in. */
async function startOne() {
  const slack = await startLocalSlack({ http: { signingSecret, urls: [], retryWaitsMs: [0, 50, 100] } })
  onTestFinished(slack.close)
  const bot = await startProcess(
    {
      ...{
        SLACK_API_URL: slack.apiUrl,
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_SIGNING_SECRET: signingSecret,
      },
      ...{ DATABASE_URL: IN_MEMORY, SUGGEST_CHANNEL: 'C0STREAM01', DIGEST_CHANNEL: 'C0GENERAL1' },
    },
    {},
  )
  slack.deliverTo([`${bot.origin}/slack/events`])
  return { slack, bot }
}

describe('one workspace over HTTP', () => {
  it('answers as in Socket Mode', async () => {
    const { slack, bot } = await startOne()
    const answer = await ask(slack, 'fraud')
    expect(answer.text).toContain('fraud')
    expect(
      (await slack.answers(await slack.mention({ text: 'walmart', channel: 'general' })))[0]?.text,
    ).toContain('Walmart')
    expect((await slack.answers(await slack.dm({ text: 'fraud' })))[0]?.text).toContain('fraud')
    const view = await slack.opened(await slack.press({ message: answer, actionId: ACTIONS.details }))
    await (await slack.press({ view, actionId: ACTIONS.save })).acked
    expect((await ask(slack, 'saved')).text).toContain('saved')
    expect(JSON.stringify((await homeOf(slack, 'ada')).view)).toContain('Who uses Kafka Streams')
    // What the environment set up is there, as only one workspace can have it.
    expect((await ask(slack, 'digest list')).text).toContain(idOf(slack, 'general'))
    expect(bot.log()).not.toMatch(/"level":"(warn|error)"/)
  })

  it('has pages, but nothing to install, and says how to begin', async () => {
    const { bot } = await startOne()
    for (const path of ['/slack/install', '/slack/oauth_redirect'])
      expect((await fetch(`${bot.origin}${path}`, { redirect: 'manual' })).status).toBe(404)
    const landing = await (await fetch(bot.origin)).text()
    expect(landing).toContain('type <code>/kstreams help</code>')
    expect(landing).not.toContain('/slack/install')
    for (const path of ['/privacy', '/support'])
      expect((await fetch(`${bot.origin}${path}`)).status).toBe(200)
    expect((await fetch(`${bot.origin}/readyz`)).status).toBe(200)
  })

  it('stops its digests where the app is removed', async () => {
    const { slack, bot } = await startOne()
    await ask(slack, 'digest 09:00 mon-fri', 'ada', 'streaming')
    const told = await slack.event({ type: 'app_uninstalled' })
    await told.acked
    await bot.logged('digest stopped', 2)
    const forged = await sendSigned({ origin: `${bot.origin}` }, { ...told.payload, event_id: 'Ev2' })
    expect(forged.status).toBe(200)
  })
})
