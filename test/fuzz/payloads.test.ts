import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bends, bent } from './hostile.ts'
import { runs, timeout } from './runs.ts'
import { expectHarmless, startFuzz } from './scene.ts'
import { removals, slackPayloads } from './slack-payloads.ts'

it(
  'whatever Slack could send never fails, calls nobody, and is not believed',
  async () => {
    const { acme, place, removable, send, said, mistakes, rejected } = await startFuzz()
    const sent = fc.oneof(...Object.values(slackPayloads(place)), removals(removable))
    await fc.assert(
      fc.asyncProperty(sent, bends, async (one, changes) => {
        const { status, answer } = await send({ ...one, body: bent(one.body, changes) })
        expect(status, answer).toBeLessThan(500)
        for (const call of [...said(), JSON.parse(answer.startsWith('{') ? answer : '{}')])
          expectHarmless(call)
        expect(mistakes()).toEqual([])
        expect(rejected).toEqual([])
      }),
      runs(150),
    )
    const command = await acme.command({ text: 'fraud' })
    expect((await acme.answers(command))[0]?.text).toContain('fraud')
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
    for (const call of said()) expectHarmless(call)
    expect([mistakes(), rejected]).toEqual([[], []])
  },
  timeout(),
)

// Each of these was found by the test above, before somebody looked at what comes.
it('what once ended the process or was believed is passed over', async () => {
  const { place, send, mistakes, rejected } = await startFuzz()
  const event = { type: 'app_home_opened', user: place.user, channel: place.dm, tab: 'home' }
  const click = {
    type: 'block_actions',
    user: { id: place.user },
    team: { id: place.team },
    trigger_id: 'T1',
  }
  const found: Record<string, unknown>[] = [
    // The database's driver ends the whole process over a boolean.
    { type: 'event_callback', event, team_id: false },
    { type: 'event_callback', event, authorizations: 5 },
    { type: 'event_callback', event: { type: 'link_shared' }, team_id: place.team },
    { command: null, team_id: place.team, user_id: place.user, channel_id: place.channel },
    { ...click, actions: [{ action_id: 'details', value: { toString: 1 } }], container: {} },
    { ...click, actions: [{ action_id: 'details' }], container: {}, response_url: '((' },
  ]
  for (const body of found) expect((await send({ as: 'event', body })).status).toBe(200)
  expect([mistakes(), rejected]).toEqual([[], []])
})
