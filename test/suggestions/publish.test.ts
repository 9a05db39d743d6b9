import { describe, expect, it } from 'vitest'
import { createPullRequests, type PullRequests } from '../../src/suggestions/pull-request.ts'
import { ENGINES, emptyDatabase, open, ownPostgres } from '../store/engines.ts'
import { startGithub, TOKEN } from './github.ts'
import { addition, BOB, byAda, NOON, processOn, TEAM } from './scene.ts'

const server = ownPostgres()
const FIRST = { pullRequest: { url: 'https://github.com/acme/wild/pull/1' } }
const MINUTE = 60_000

async function startWithGithub() {
  const github = await startGithub()
  const options = { token: TOKEN, repository: 'acme/wild', apiUrl: github.apiUrl }
  return { ...github, pullRequests: createPullRequests(options) }
}

/** GitHub as slow as a test wants it. */
function slowGithub() {
  const answers: ((url: string) => void)[] = []
  const pullRequests: PullRequests = {
    open: () => new Promise((resolve) => void answers.push((url) => resolve({ url }))),
  }
  return { pullRequests, answers }
}

describe.each(ENGINES)('the pull request of an accepted suggestion, on %s', (engine) => {
  const fresh = emptyDatabase(engine, server)

  /** Several processes on one database, where one suggestion is accepted. */
  async function start(github: PullRequests, now = () => NOON) {
    const url = await fresh()
    const [one, two] = [await open(url), await open(url)].map((on) => processOn(on, { github, now }))
    if (!one || !two) throw new Error('there are two')
    await one.suggestions.suggest(byAda, 'V1', addition('acme'))
    await one.suggestions.accept(TEAM, 'V1', BOB)
    return [one, two] as const
  }

  it('is opened, and kept', async () => {
    const { pullRequests, pulls, calls } = await startWithGithub()
    const [one, two] = await start(pullRequests)
    const opened = await one.suggestions.openPullRequest(TEAM, 'V1')
    expect(opened).toMatchObject({ ...FIRST, state: 'accepted', by: BOB })
    expect(opened).not.toHaveProperty('opening')
    expect(await two.suggestions.find(TEAM, 'V1')).toEqual(opened)
    const before = calls.length
    expect(await two.suggestions.openPullRequest(TEAM, 'V1')).toEqual(opened)
    expect([calls.length, pulls.length]).toEqual([before, 1])
    // The other process has nothing new to answer from.
    await two.suggestions.start()
    expect(two.amended).toEqual([['acme']])
  })

  it('is opened by one of those who do so at once', async () => {
    const { pullRequests, answers } = slowGithub()
    const [one, two] = await start(pullRequests)
    const opening = one.suggestions.openPullRequest(TEAM, 'V1')
    await expect.poll(() => answers.length).toBe(1)
    expect(await two.suggestions.openPullRequest(TEAM, 'V1')).toMatchObject({
      state: 'accepted',
      opening: NOON,
    })
    answers[0]?.('https://github.com/acme/wild/pull/1')
    expect(await opening).toMatchObject(FIRST)
    expect(answers).toHaveLength(1)
  })

  it('is opened by another process, five minutes after one ended that began to', async () => {
    let now = NOON
    const { pullRequests, answers } = slowGithub()
    const [one, two] = await start(pullRequests, () => now)
    void one.suggestions.openPullRequest(TEAM, 'V1')
    await expect.poll(() => answers.length).toBe(1)
    now += 5 * MINUTE - 1
    await two.suggestions.openPullRequest(TEAM, 'V1')
    expect(answers).toHaveLength(1)
    now += 1
    const opening = two.suggestions.openPullRequest(TEAM, 'V1')
    await expect.poll(() => answers.length).toBe(2)
    answers[1]?.('https://github.com/acme/wild/pull/1')
    expect(await opening).toMatchObject(FIRST)
  })

  it('leaves what people wrote out of the log where it fails', async () => {
    const failed = 'There is another data/use-cases/acme.yaml.'
    const [one] = await start({ open: async () => ({ failed }) })
    expect(await one.suggestions.openPullRequest(TEAM, 'V1')).toMatchObject({ pullRequest: { failed } })
    expect(one.lines).toMatchObject([{ reason: 'There is another data/use-cases/….yaml.' }])
  })

  it('does not cost the acceptance where it fails, and can be asked for again', async () => {
    const { pullRequests, fail } = await startWithGithub()
    const [one, two] = await start(pullRequests)
    fail('PUT', { status: 500, body: { message: 'oops' } })
    const failed = 'GitHub has trouble of its own (500). Try again later.'
    const refused = await one.suggestions.openPullRequest(TEAM, 'V1')
    expect(refused).toMatchObject({ state: 'accepted', pullRequest: { failed } })
    expect(one.lines).toMatchObject([{ suggestion: 'V1', reason: failed, msg: 'no pull request was opened' }])
    expect(await two.suggestions.find(TEAM, 'V1')).toEqual(refused)
    expect(await two.suggestions.openPullRequest(TEAM, 'V1')).toMatchObject(FIRST)
  })

  it('is remembered where the suggestion was withdrawn meanwhile', async () => {
    const { pullRequests, answers } = slowGithub()
    const [one, two] = await start(pullRequests)
    const opening = one.suggestions.openPullRequest(TEAM, 'V1')
    await expect.poll(() => answers.length).toBe(1)
    await two.suggestions.withdraw(TEAM, 'V1', BOB, 'Not any more.')
    answers[0]?.('https://github.com/acme/wild/pull/1')
    expect(await opening).toMatchObject({ ...FIRST, state: 'withdrawn' })
  })

  it('is of nothing that is not accepted, and of nobody without GitHub', async () => {
    const { pullRequests, answers } = slowGithub()
    const [one, two] = await start(pullRequests)
    await two.suggestions.suggest(byAda, 'V2', addition('bcme'))
    expect(await one.suggestions.openPullRequest(TEAM, 'V2')).toMatchObject({ state: 'open' })
    expect(await one.suggestions.openPullRequest(TEAM, 'V9')).toBeUndefined()
    await one.suggestions.withdraw(TEAM, 'V1', BOB, 'Not any more.')
    expect(await one.suggestions.openPullRequest(TEAM, 'V1')).toMatchObject({ state: 'withdrawn' })
    expect(answers).toEqual([])
    const without = processOn(await open(await fresh()))
    await without.suggestions.suggest(byAda, 'V1', addition('acme'))
    await without.suggestions.accept(TEAM, 'V1', BOB)
    const unchanged = await without.suggestions.openPullRequest(TEAM, 'V1')
    expect(unchanged).toEqual(await without.suggestions.find(TEAM, 'V1'))
  })
})
