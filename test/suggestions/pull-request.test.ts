import { describe, expect, it } from 'vitest'
import { textOfUseCase } from '../../src/catalogue/write.ts'
import { createPullRequests } from '../../src/suggestions/pull-request.ts'
import { type Fault, startGithub, TOKEN } from './github.ts'
import { ADA, addition } from './scene.ts'

const KEY = `T1 V-${ADA}`
const FIRST = { url: 'https://github.com/acme/wild/pull/1' }
const PATH = 'data/use-cases/acme-fraud.yaml'
const ACME = addition('acme-fraud', { summary: 'Größe, "quoted": 😀 — and more.', title: 'Fraud, fixes #3' })

async function start({ token = TOKEN, repository = 'acme/wild', callMs = 10_000 } = {}) {
  const github = await startGithub()
  const pullRequests = createPullRequests({ token, repository, apiUrl: github.apiUrl }, callMs)
  return { ...github, github, pullRequests, open: () => pullRequests.open(ACME, KEY) }
}

describe('a pull request', () => {
  it('brings the file into the repository, on a branch of its own', async () => {
    const { open, branches, pulls, commits } = await start()
    expect(await open()).toEqual(FIRST)
    const [branch = '', ...others] = [...branches.keys()].filter((name) => name !== 'main')
    expect(branch).toMatch(/^kstreams\/suggestion-[0-9a-f]{16}$/)
    expect(others).toEqual([])
    expect(branches.get(branch)?.get(PATH)).toBe(textOfUseCase(ACME.useCase))
    expect([...(branches.get('main')?.keys() ?? [])]).toEqual(['README.md'])
    expect(pulls).toMatchObject([{ head: branch, base: 'main', title: 'Add Acme: Fraud, fixes #3' }])
    expect(pulls[0]?.body).toContain('suggested this use case in Slack')
    // By such a commit GitHub would close an issue.
    expect(commits).toEqual([`Add ${PATH}`])
    expect(JSON.stringify([pulls, branch, commits])).not.toMatch(/U0|T1|V-/)
  })

  it('is found again, also where it was closed, and not made twice', async () => {
    const { open, pullRequests, pulls, commits } = await start()
    await open()
    expect(await open()).toEqual(FIRST)
    expect([pulls.length, commits.length]).toEqual([1, 1])
    const other = await pullRequests.open(addition('other'), 'another key')
    expect(other).toEqual({ url: 'https://github.com/acme/wild/pull/2' })
  })

  it.each(['POST /repos/acme/wild/git/refs', 'PUT /repos/acme/wild/contents', 'POST /repos/acme/wild/pulls'])(
    'is made once where the answer to %s gets lost, is cut off, or only half of it comes',
    async (call) => {
      for (const fault of ['lost', 'cut', 'half'] as const) {
        const { open, fail, pulls, commits, branches } = await start()
        fail(call, fault)
        expect(await open()).toEqual(FIRST)
        expect([pulls.length, commits.length, branches.size]).toEqual([1, 1, 2])
      }
    },
  )

  it('leaves a file alone that somebody mended on its branch before', async () => {
    const { open, fail, branches } = await start()
    fail('POST /repos/acme/wild/pulls', { status: 502, body: { message: 'Bad gateway' } })
    expect(await open()).toEqual({ failed: 'GitHub has trouble of its own (502). Try again later.' })
    const branch = [...branches.keys()].find((name) => name !== 'main') ?? ''
    branches.get(branch)?.set(PATH, 'mended')
    expect(await open()).toEqual(FIRST)
    expect(branches.get(branch)?.get(PATH)).toBe('mended')
  })

  it('finds the repository where it was renamed', async () => {
    const { open, github } = await start()
    Object.assign(github.state, { owner: 'acme-inc', name: 'wilder' })
    expect(await open()).toEqual({ url: 'https://github.com/acme-inc/wilder/pull/1' })
  })
})

const words = (github: Awaited<ReturnType<typeof start>>) =>
  github.open().then((outcome) => ('failed' in outcome ? outcome.failed : outcome.url))
const RIGHTS = 'the rights Contents and Pull requests, both to read and write'
const answer = (status: number, message: string, headers: Record<string, string> = {}): Fault => ({
  ...{ status, body: { message }, headers },
})

describe('where there is no pull request', () => {
  it('says that the token is wrong, without the token', async () => {
    const github = await start({ token: 'ghp_wrong' })
    expect(await words(github)).toBe(
      `GitHub does not accept the token (GITHUB_TOKEN). Make a new one for acme/wild, with ${RIGHTS}.`,
    )
    expect(github.calls).toHaveLength(1)
  })

  it('says that there is no such repository, or that it is not ours to write', async () => {
    const missing =
      'There is no repository acme/tame on GitHub (GITHUB_REPOSITORY), or the token (GITHUB_TOKEN) may not write to it. ' +
      `Check the name, and give the token ${RIGHTS}.`
    expect(await words(await start({ repository: 'acme/tame' }))).toBe(missing)
    const readOnly = await start()
    readOnly.fail('POST', answer(403, 'Resource not accessible by personal access token'))
    expect(await words(readOnly)).toBe(
      `The token (GITHUB_TOKEN) may not write to acme/wild. Give it ${RIGHTS}.`,
    )
    const old = await start()
    old.fail('POST', answer(404, 'Not Found'))
    expect(await words(old)).toBe(missing.replace('tame', 'wild'))
  })

  it('says when to try again where it was too much', async () => {
    const limits: [Fault, string][] = [
      [
        answer(403, 'API rate limit exceeded', {
          ...{
            'x-ratelimit-remaining': '0',
            'x-ratelimit-reset': String(Date.UTC(2026, 10, 22, 13, 5) / 1000),
          },
        }),
        'after 13:05 UTC',
      ],
      [answer(403, 'You have exceeded a secondary rate limit'), 'in some minutes'],
      [answer(403, 'Slow down', { 'retry-after': '60' }), 'in some minutes'],
      [answer(429, 'Too many requests'), 'in some minutes'],
    ]
    for (const [fault, when] of limits) {
      const github = await start()
      github.fail('PUT', fault)
      expect(await words(github)).toBe(`GitHub lets this token do no more for now. Try again ${when}.`)
    }
  })

  it('says that the file is there already, with the same content or another one', async () => {
    const github = await start()
    github.branches.get('main')?.set(PATH, 'company: Another\n')
    expect(await words(github)).toBe(
      `There is another ${PATH} in the repository already. Merge the two by hand: kstreams export writes this one.`,
    )
    github.branches.get('main')?.set(PATH, textOfUseCase(ACME.useCase))
    expect(await words(github)).toBe(
      `${PATH} is in the repository already, and says the same: there is nothing to propose.`,
    )
    expect([github.branches.size, github.pulls.length]).toEqual([1, 0])
  })

  it('says what GitHub said where that is not known here, and never the token', async () => {
    const github = await start()
    github.fail('POST /repos/acme/wild/pulls', answer(422, `Validation Failed for ${TOKEN}`))
    expect(await words(github)).toBe('GitHub refused (422): Validation Failed for [secret].')
    github.fail('GET /repos/acme/wild', { status: 200, body: 'a page of the proxy' })
    expect(await words(github)).toMatch(/^GitHub's answer is not understood: /)
  })

  it('says that GitHub is not there, after a second attempt', async () => {
    const github = await start()
    github.fail('GET /repos/acme/wild', 'cut', 'cut')
    const unreachable = 'Check the way to it from where the bot runs, and try again.'
    expect(await words(github)).toBe(`GitHub cannot be reached. ${unreachable}`)
    expect(github.calls).toHaveLength(2)
    await github.close()
    expect(await words(github)).toBe(`GitHub cannot be reached. ${unreachable}`)
    const slow = await start({ callMs: 50 })
    slow.fail('GET /repos/acme/wild', 'hang', 'hang')
    expect(await words(slow)).toBe(`GitHub did not answer in time. ${unreachable}`)
    expect(slow.calls).toHaveLength(2)
  })
})
