import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ACTIONS, encodePlace } from '../../src/cards/actions.ts'
import { DIGEST_INPUTS } from '../../src/cards/digest-modal.ts'
import { PROBLEM_INPUTS } from '../../src/cards/problem.ts'
import type { Json, LocalSlack, ViewState } from '../../src/playground/index.ts'
import { catalogue } from '../catalogue.ts'
import { sure, textOf } from '../slack/desk-scene.ts'
import { folder } from '../store/engines.ts'
import { ask, doEverything, homeOf, readable, SLOW_MS } from './everything.ts'
import { everyRow, type Many, type Row, sendSigned, startMany } from './stage.ts'

/** Each workspace is named by its own word, which is in all of its ids, and in all that its people write. */
const ALONE = ['zebra', 'quagga'] as const
const ORGANISED = ['okapi', 'tapir'] as const
const WORDS: readonly string[] = [...ALONE, ...ORGANISED]
const ORGANISATION = 'E0ORG'
const teamOf = (word: string) => `T0${word.toUpperCase()}`
const othersThan = (word: string) => new RegExp(WORDS.filter((one) => one !== word).join('|'), 'i')
const databaseUrl = () => `file:${join(folder(), 'kstreams.db')}`

const rowsWith = (rows: readonly Row[], word: string) =>
  rows.filter(({ row }) => new RegExp(word, 'i').test(JSON.stringify(row)))
const callsOf = ({ hub }: Many, word: string) => hub.calls.filter(({ team }) => team === teamOf(word))

/** Where rows are once people did everything. */
const FILLED = [
  ...['audit', 'delivery', 'quota', 'saved', 'search', 'seen_event', 'subscription', 'suggestion', 'vote'],
  'welcome',
]

describe('a workspace', { timeout: SLOW_MS }, () => {
  it('never sees, says or keeps anything of another one, whatever its people do', async () => {
    const url = databaseUrl()
    const many = await startMany({ databaseUrl: url })
    const slacks = new Map<string, LocalSlack>()
    for (const word of ALONE) slacks.set(word, await many.workspace(teamOf(word)))
    const organised = await many.organisation(ORGANISATION, ORGANISED.map(teamOf))
    ORGANISED.forEach((word, place) => {
      slacks.set(word, sure(organised[place]))
    })
    await Promise.all([...slacks].map(([word, slack]) => doEverything(slack, word)))
    for (const [word, slack] of slacks) {
      await ask(slack, 'fraud', 'grace')
      const stats = await ask(slack, 'stats')
      const searched = rowsWith(await everyRow(url), word).filter(({ table }) => table === 'search')
      const times = searched.reduce((sum, { row }) => sum + Number(row['asked']), 0)
      expect(stats.text, 'what is searched for').toContain(`${times} searches in the last`)
      expect((await ask(slack, 'digest list')).text, 'its digest').toMatch(
        new RegExp(`<#C00${word}\\d+`, 'i'),
      )
      const home = textOf(await homeOf(slack, 'ada'))
      expect(home, 'what found nothing').toContain(`*${word}*  once`)
      expect(home, 'what was reported').toContain(`Ask ${word} about this.`)
      expect(readable(slack)).not.toMatch(othersThan(word))
      const calls = JSON.stringify(callsOf(many, word))
      expect(calls).toMatch(new RegExp(`Somebody|${word}`, 'i'))
      expect(calls, 'each call by its own token').not.toMatch(othersThan(word))
    }
    expect(many.hub.calls.filter(({ token }) => token !== 'bot' && token !== 'none')).toEqual([])
    await many.replicas[0]?.close()
    const rows = await everyRow(url)
    for (const word of slacks.keys()) {
      const own = rowsWith(rows, word).filter(
        ({ table }) => table !== 'installation' && table !== 'workspace',
      )
      expect(JSON.stringify(own)).not.toMatch(othersThan(word))
      expect(own.map(({ row }) => row['team']).filter((team) => team !== teamOf(word))).toEqual([])
      expect([...new Set(own.map(({ table }) => table))].toSorted()).toEqual(FILLED)
    }
  })

  it('reads and changes nothing of another one by what its own clicks and views say', async () => {
    const { many, zebra, quagga, rows } = await startTwo()
    const lab = await doEverything(quagga, 'quagga')
    await ask(quagga, 'digest 07:17 sun', 'ada', lab)
    const problem = sure((await rows('quagga')).find(({ table }) => table === 'suggestion')).row['id']
    const before = await rows('quagga')
    const calls = callsOf(many, 'quagga').length
    const foreign = JSON.stringify({ team: teamOf('quagga'), channel: lab, command: '/kstreams' })
    const digest = await zebra.opened(await zebra.command({ text: 'digest' }))
    const changed = await changeOf(zebra, digest)
    const send = sender(many)
    // Whatever is not chosen in it is as the digest has it.
    await send(withView(changed, { private_metadata: foreign, state: { values: {} } }))
    await send({
      ...withView(changed, { private_metadata: foreign }),
      type: 'view_submission',
      actions: undefined,
    })
    const home = await homeOf(zebra, 'ada')
    const clicked = (await zebra.press({ view: home, actionId: ACTIONS.details })).payload
    const [useCase] = catalogue.useCases
    const place = encodePlace({ useCase: sure(useCase).id, words: '', command: '/kstreams' })
    const pressed = (action_id: string, value: unknown) => ({
      ...clicked,
      actions: [{ type: 'button', action_id, block_id: 'b', value, action_ts: '1.2' }],
    })
    for (const action of [ACTIONS.problemDone, ACTIONS.accept, ACTIONS.decline, ACTIONS.withdraw])
      await send(pressed(action, problem))
    const details = {
      callback_id: 'details',
      private_metadata: JSON.stringify({ ...JSON.parse(foreign), steps: [] }),
    }
    await send(withView(pressed(ACTIONS.share, place), details))
    await send(withView(pressed(ACTIONS.save, place), { ...details, team_id: teamOf('quagga') }))
    const report = {
      callback_id: 'problem',
      id: problem,
      private_metadata: JSON.stringify({ useCase: sure(useCase).id }),
    }
    const values = {
      [PROBLEM_INPUTS.kind]: { [PROBLEM_INPUTS.kind]: { selected_option: { value: 'wrong' } } },
    }
    await send({
      ...withView(clicked, { ...report, state: { values } }),
      type: 'view_submission',
      actions: undefined,
    })
    expect(callsOf(many, 'quagga')).toHaveLength(calls)
    expect(await rows('quagga')).toEqual(before)
    expect(JSON.stringify([zebra.workspace.views, zebra.workspace.messages])).not.toContain('07:17')
  })

  it('forgets a person of another one for itself alone', async () => {
    const { many, zebra, quagga, rows } = await startTwo()
    await doEverything(quagga, 'quagga')
    await doEverything(zebra, 'zebra')
    const before = await rows('quagga')
    // Somebody whom both share a channel with, where one id is known to both.
    const { payload } = await zebra.openHome({ user: 'grace' })
    const visitor = sure(quagga.workspace.users.find(({ name }) => name === 'ada')).id
    const [dm, event] = [zebra.dmOf('grace').id, payload['event'] as Json]
    const asks = {
      ...event,
      type: 'message',
      channel_type: 'im',
      channel: dm,
      user: visitor,
      text: 'forget me',
    }
    const answer = await sendSigned(sure(many.replicas[0]), {
      ...{ ...payload, event_id: 'Ev-visitor', event: { ...asks, ts: '1795400000.000100' } },
    })
    expect(answer.status).toBe(200)
    await zebra.until('an answer', () =>
      zebra.workspace.messages.find(({ text }) => text.startsWith('There was nothing of you')),
    )
    expect(await rows('quagga')).toEqual(before)
    expect((await ask(zebra, 'forget me')).text).toContain('Erased: 1 saved use case and 1 vote.')
    expect(await rows('quagga')).toEqual(before)
  })
})

async function startTwo() {
  const url = databaseUrl()
  const many = await startMany({ databaseUrl: url })
  const [zebra, quagga] = [await many.workspace('T0ZEBRA'), await many.workspace('T0QUAGGA')]
  const rows = async (word: string) => {
    // Searches are written down a little later, unless somebody asks for them.
    for (const slack of [zebra, quagga]) await ask(slack, 'stats')
    return (await everyRow(url)).filter(({ table, row }) => row['team'] === teamOf(word) && table !== 'quota')
  }
  return { many, zebra, quagga, rows }
}

/** Something is chosen in the modal of a digest: what Slack says of it. */
async function changeOf(slack: LocalSlack, view: ViewState): Promise<Json> {
  const delivery = await slack.press({ view, actionId: DIGEST_INPUTS.industries, value: ['finance'] })
  await delivery.acked
  return delivery.payload
}

const withView = (payload: Json, changed: Json): Json => ({
  ...payload,
  view: { ...(payload['view'] as Json), ...changed },
})

/** Sends a payload as another click; none of them is a failure of ours. */
function sender({ replicas }: Many) {
  let sent = 0
  return async (payload: Json) => {
    sent += 1
    const { status } = await sendSigned(sure(replicas[0]), { ...payload, trigger_id: `forged.${sent}` })
    expect(status).toBe(200)
  }
}
