import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export const TOKEN = 'github_pat_11SECRET0123456789'

export type Pull = {
  number: number
  head: string
  base: string
  title: string
  body: string
  html_url: string
}
type Answer = { status: number; body: unknown; headers?: Record<string, string> }

/** What becomes of a call instead of its answer; `lost` carries it out, and ends before it says so. */
export type Fault = Answer | 'hang' | 'cut' | 'lost' | 'half'

/**
 * A stand-in for GitHub's REST API with one repository in it, `acme/wild`: it keeps branches, files and pull requests,
 * and refuses what GitHub refuses. What it answers has the fields that the real one has, as far as anybody asks.
 */
export async function startGithub() {
  const branches = new Map<string, Map<string, string>>([['main', new Map([['README.md', 'Wild.']])]])
  const pulls: Pull[] = []
  const calls: string[] = []
  const commits: string[] = []
  const faults = new Map<string, Fault[]>()
  const state = { branches, pulls, commits, owner: 'acme', name: 'wild' }
  const server = createServer((request, response) => {
    void handle(request, response).catch((error: unknown) => response.destroy(error as Error))
  })

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = ''
    for await (const chunk of request.setEncoding('utf8')) text += String(chunk)
    const url = new URL(request.url ?? '/', 'http://github')
    const path = decodeURIComponent(url.pathname)
    const call = `${request.method} ${path}`
    calls.push(call)
    const pattern = [...faults.keys()].find((key) => call.startsWith(key) && faults.get(key)?.length)
    const fault = pattern === undefined ? undefined : faults.get(pattern)?.shift()
    if (fault === 'hang') return
    if (fault === 'cut') return void request.socket.destroy()
    const answer =
      typeof fault === 'object' ? fault : answerTo({ call, path, url, text, headers: request.headers }, state)
    if (fault === 'lost') return void request.socket.destroy()
    const body = JSON.stringify(answer.body)
    response.writeHead(answer.status, {
      ...{ 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) },
      ...answer.headers,
    })
    if (fault === 'half') response.write(body.slice(0, body.length / 2), () => request.socket.destroy())
    else response.end(body)
  }

  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  onTestFinished(close)
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    ...{ apiUrl, branches, pulls, calls, commits, state, close },
    /** The next calls that begin so go wrong, one fault each. */
    fail: (call: string, ...next: Fault[]) => void faults.set(call, next),
  }
}

type State = {
  branches: Map<string, Map<string, string>>
  pulls: Pull[]
  commits: string[]
  owner: string
  name: string
}
type Call = { call: string; path: string; url: URL; text: string; headers: IncomingMessage['headers'] }

function answerTo({ call, path, url, text, headers }: Call, state: State): Answer {
  if (headers.authorization !== `token ${TOKEN}` && headers.authorization !== `Bearer ${TOKEN}`)
    return refusal(401, 'Bad credentials')
  if (headers['x-github-api-version'] !== '2022-11-28') return refusal(400, 'no such version')
  if (!headers['user-agent']) return refusal(403, 'Request forbidden by administrative rules')
  const repository = `/repos/${state.owner}/${state.name}`
  // One that was renamed answers by its old name, too.
  if (call === 'GET /repos/acme/wild' || call === `GET ${repository}`) return repositoryOf(state)
  if (!path.startsWith(`${repository}/`)) return refusal(404, 'Not Found')
  const body = (text === '' ? {} : JSON.parse(text)) as Record<string, string>
  const [method = '', rest = ''] = [call.split(' ')[0], path.slice(repository.length + 1)]
  if (rest === 'pulls') return method === 'GET' ? listPulls(url, state) : makePull(body, state)
  if (method === 'GET' && rest.startsWith('git/ref/'))
    return refOf(rest.slice('git/ref/heads/'.length), state)
  if (method === 'POST' && rest === 'git/refs') return makeRef(body, state)
  if (!rest.startsWith('contents/')) return refusal(404, 'Not Found')
  const file = rest.slice('contents/'.length)
  return method === 'GET' ? readFile(file, url, state) : writeFile(file, body, state)
}

const refusal = (status: number, message: string): Answer => ({
  ...{ status, body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) } },
})
const shaOf = (text: string) => createHash('sha1').update(text).digest('hex')
const shaOfBranch = (files: Map<string, string>) => shaOf(JSON.stringify([...files]))

const repositoryOf = ({ owner, name }: State): Answer => ({
  status: 200,
  body: { name, owner: { login: owner }, full_name: `${owner}/${name}`, default_branch: 'main' },
})

function refOf(name: string, { branches }: State): Answer {
  const files = branches.get(name)
  if (!files) return refusal(404, 'Not Found')
  return {
    status: 200,
    body: { ref: `refs/heads/${name}`, object: { type: 'commit', sha: shaOfBranch(files) } },
  }
}

function makeRef({ ref = '', sha }: Record<string, string>, { branches }: State): Answer {
  const name = ref.slice('refs/heads/'.length)
  const from = [...branches.values()].find((files) => shaOfBranch(files) === sha)
  if (!ref.startsWith('refs/heads/') || !from) return refusal(422, 'Object does not exist')
  if (branches.has(name)) return refusal(422, 'Reference already exists')
  branches.set(name, new Map(from))
  return { status: 201, body: { ref, object: { sha } } }
}

function readFile(path: string, url: URL, { branches }: State): Answer {
  const text = branches.get(url.searchParams.get('ref') ?? 'main')?.get(path)
  if (text === undefined) return refusal(404, 'Not Found')
  // GitHub breaks its lines.
  const content = Buffer.from(text).toString('base64').replaceAll(/.{60}/g, '$&\n')
  return { status: 200, body: { type: 'file', encoding: 'base64', content, sha: shaOf(text) } }
}

function writeFile(path: string, body: Record<string, string>, { branches, commits }: State): Answer {
  const { branch = 'main', message = '', content = '', sha } = body
  const files = branches.get(branch)
  if (!files) return refusal(404, `Branch ${branch} not found`)
  if (files.has(path) && sha === undefined) return refusal(422, `Invalid request.\n\n"sha" wasn't supplied.`)
  files.set(path, Buffer.from(content, 'base64').toString())
  commits.push(message)
  return { status: 201, body: { content: { path }, commit: { message } } }
}

function listPulls(url: URL, { pulls, owner }: State): Answer {
  const head = url.searchParams.get('head')
  const all = url.searchParams.get('state') === 'all'
  return { status: 200, body: all ? pulls.filter((pull) => `${owner}:${pull.head}` === head) : [] }
}

function makePull(body: Record<string, string>, { pulls, branches, owner, name }: State): Answer {
  const { head = '', base = '', title = '', body: text = '' } = body
  if (!branches.has(head) || !branches.has(base)) return refusal(422, 'Validation Failed')
  if (pulls.some((pull) => pull.head === head))
    return refusal(422, `A pull request already exists for ${owner}:${head}.`)
  const number = pulls.length + 1
  const pull = {
    number,
    head,
    base,
    title,
    body: text,
    html_url: `https://github.com/${owner}/${name}/pull/${number}`,
  }
  pulls.push(pull)
  return { status: 201, body: pull }
}
