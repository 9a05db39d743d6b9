import { createHash } from 'node:crypto'
import { Octokit } from '@octokit/core'
import type { Addition } from '../catalogue/draft.ts'
import { textOfUseCase } from '../catalogue/write.ts'
import { explainGithub, Refusal, wasLost } from './github-errors.ts'

/** Opens pull requests that bring suggested use cases into the repository. */
export type PullRequests = {
  /**
   * Opens one, or finds the one that was opened before. Never throws.
   * @param key tells suggestions from each other; nobody can read it from what GitHub gets
   * @returns its address, or why there is none: a sentence or more for whoever runs the bot
   */
  open: (addition: Addition, key: string) => Promise<{ url: string } | { failed: string }>
}

type Options = {
  /** May write contents and pull requests of the repository. */
  token: string
  /** `owner/name` */
  repository: string
  /** Another one is GitHub Enterprise's. */
  apiUrl?: string
}

/** How long a call may take, in ms. */
const CALL_MS = 10_000
// docs.github.com/rest/about-the-rest-api/api-versions
const VERSION = { 'x-github-api-version': '2022-11-28' }

/**
 * Opens pull requests at GitHub, each of a branch of its own with one file.
 * @param callMs another time limit of a call, for a test
 */
export function createPullRequests(
  { token, repository, apiUrl = 'https://api.github.com' }: Options,
  callMs = CALL_MS,
): PullRequests {
  const octokit = new Octokit({
    auth: token,
    baseUrl: apiUrl,
    log: SILENT,
    request: { fetch: timed(callMs) },
  })
  const request = octokit.request.defaults({ headers: VERSION })
  return {
    open: async (addition, key) => {
      const once = () => propose(request, repository, addition, branchOf(key))
      try {
        // What was done before the answer got lost is found there by the next attempt.
        const url = await once().catch((error: unknown) => (wasLost(error) ? once() : Promise.reject(error)))
        return { url }
      } catch (error) {
        return { failed: explainGithub(error, repository).replaceAll(token, '[secret]') }
      }
    },
  }
}

const ignore = () => {}
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore }

/** Reads answers to their end, too: half an answer is none. */
const timed = (callMs: number) => async (url: string, init: RequestInit) => {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(callMs) })
  const { status, statusText, headers } = response
  return new Response(await response.arrayBuffer(), { status, statusText, headers })
}

/** The same for the same suggestion: a second attempt finds what the first one left. */
const branchOf = (key: string) =>
  `kstreams/suggestion-${createHash('sha256').update(key).digest('hex').slice(0, 16)}`

type Request = Octokit['request']
type Place = { request: Request; owner: string; repo: string; base: string; branch: string; path: string }

/** @returns the address of the pull request */
async function propose(
  request: Request,
  repository: string,
  { id, useCase }: Addition,
  branch: string,
): Promise<string> {
  const text = textOfUseCase(useCase)
  const [owner = '', repo = ''] = repository.split('/')
  const { data } = await request('GET /repos/{owner}/{repo}', { owner, repo })
  // It may have been renamed: then this is its present name.
  const present = { owner: data.owner.login, repo: data.name, base: data.default_branch }
  const place: Place = { request, ...present, branch, path: `data/use-cases/${id}.yaml` }
  const before = await findPull(place)
  if (before !== undefined) return before
  await expectFree(place, text)
  await makeBranch(place)
  await makeFile(place, text)
  return makePull(place, `Add ${useCase.company}: ${useCase.title}`)
}

/** Whatever became of it: one that was closed is not opened again. */
async function findPull({ request, owner, repo, branch }: Place): Promise<string | undefined> {
  const head = `${owner}:${branch}`
  const { data } = await request('GET /repos/{owner}/{repo}/pulls', { owner, repo, head, state: 'all' })
  return data[0]?.html_url
}

async function expectFree(place: Place, text: string): Promise<void> {
  const there = await readFile(place, place.base)
  if (there === undefined) return
  throw new Refusal(
    there === text
      ? `${place.path} is in the repository already, and says the same: there is nothing to propose.`
      : `There is another ${place.path} in the repository already. Merge the two by hand: kstreams export writes this one.`,
  )
}

/** The text of the file on a branch; undefined where there is none. */
async function readFile({ request, owner, repo, path }: Place, ref: string): Promise<string | undefined> {
  try {
    const { data } = await request(`GET /repos/{owner}/{repo}/contents/{+path}`, { owner, repo, path, ref })
    return Buffer.from(String(data.content ?? ''), 'base64').toString()
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw error
  }
}

async function makeBranch({ request, owner, repo, base, branch }: Place): Promise<void> {
  const of = { owner, repo }
  const { data } = await request('GET /repos/{owner}/{repo}/git/ref/{+ref}', { ...of, ref: `heads/${base}` })
  const made = { ...of, ref: `refs/heads/${branch}`, sha: String(data.object.sha) }
  try {
    await request('POST /repos/{owner}/{repo}/git/refs', made)
  } catch (error) {
    if (statusOf(error) !== 422 || !/already exists/i.test((error as Error).message)) throw error
  }
}

/** One that is on the branch already stays: somebody may have mended it there. */
async function makeFile(place: Place, text: string): Promise<void> {
  const { request, owner, repo, path, branch } = place
  if ((await readFile(place, branch)) !== undefined) return
  const content = Buffer.from(text).toString('base64')
  // Not in words of the suggestion: GitHub closes issues by what a commit says.
  const message = `Add ${path}`
  await request('PUT /repos/{owner}/{repo}/contents/{+path}', { owner, repo, path, branch, message, content })
}

async function makePull({ request, owner, repo, base, branch }: Place, title: string): Promise<string> {
  const pull = { owner, repo, base, head: branch, title, body: BODY }
  const { data } = await request('POST /repos/{owner}/{repo}/pulls', pull)
  return data.html_url
}

const BODY =
  'Somebody suggested this use case in Slack, and a maintainer accepted it there. kstreams answers with it already; ' +
  'merging this brings it to everybody.\n\nThe file was checked by the rules of the catalogue and is in canonical form.'

const statusOf = (error: unknown) => (error as { status?: number }).status
