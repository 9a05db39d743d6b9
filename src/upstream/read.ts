import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'

/** The most that a list may be, in bytes: some 200 times the list that this was made for. */
const MAX_BYTES = 2_000_000
const MAX_REDIRECTS = 5

/** The text of a list, or a sentence that says why there is none and what to do. */
export type Source = { ok: true; text: string } | { ok: false; fault: string }

/**
 * Reads a list from a file or from an address (http or https, up to five redirects; that of a page of GitHub stands for
 * the file that it shows). Addresses of this network are read like any other: who names it sits at this machine.
 * @param where a path or an address
 * @param seconds how long an address may take for all of it
 * @returns the text, if it is at most two megabytes of UTF-8 and no HTML
 */
export async function readSource(where: string, seconds = 20): Promise<Source> {
  try {
    const bytes = /^[a-z][a-z\d+.-]+:\/\//i.test(where)
      ? await download(where, AbortSignal.timeout(seconds * 1000), seconds)
      : await readFrom(where)
    return textOf(bytes, where)
  } catch (error) {
    if (error instanceof Unusable) return { ok: false, fault: error.message }
    throw error
  }
}

/** Why a source is of no use, for the person who named it. */
class Unusable extends Error {}

async function readFrom(path: string): Promise<Buffer> {
  try {
    const found = await stat(path)
    if (found.isDirectory())
      throw new Unusable(`${path} is a folder. Name the list in it, such as README.md.`)
    if (!found.isFile()) throw new Unusable(`${path} is not a file. Name a file or an address.`)
    if (found.size > MAX_BYTES) throw tooLarge(path, found.size)
    return await collect(createReadStream(path), path)
  } catch (error) {
    if (error instanceof Unusable) throw error
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT')
      throw new Unusable(`${path} is not there. Name a file, or an address with its https://.`)
    throw new Unusable(`${path} cannot be read (${code}). See that it is a file and that you may read it.`)
  }
}

/** Stops reading as soon as it is too much, whatever size was announced. */
async function collect(chunks: AsyncIterable<Uint8Array>, where: string): Promise<Buffer> {
  const read: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > MAX_BYTES) throw tooLarge(where)
    read.push(chunk)
  }
  return Buffer.concat(read)
}

function tooLarge(where: string, bytes?: number): Unusable {
  const size = bytes === undefined ? 'more than 2 MB' : `${Math.ceil(bytes / 1_000_000)} MB`
  return new Unusable(`${where} has ${size}; a list has at most 2. Name the list itself.`)
}

async function download(address: string, signal: AbortSignal, seconds: number): Promise<Buffer> {
  let url = webAddress(address)
  try {
    for (let redirects = 0; ; redirects++) {
      const response = await fetch(url, { redirect: 'manual', signal, headers: HEADERS })
      const target = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null
      if (target === null) return await bodyOf(response, url.href)
      await response.body?.cancel()
      if (redirects === MAX_REDIRECTS)
        throw new Unusable(
          `${address} redirects more than ${MAX_REDIRECTS} times. Name the address where it ends.`,
        )
      url = webAddress(target, url)
    }
  } catch (error) {
    if (error instanceof Unusable) throw error
    if (signal.aborted)
      throw new Unusable(
        `${url.href} gave no whole answer within ${seconds} seconds. Try again, or save it to a file.`,
      )
    const { code, message } = ((error as Error).cause ?? error) as NodeJS.ErrnoException
    throw new Unusable(`${url.href} cannot be reached (${code ?? message}). See that the address is right.`)
  }
}

const HEADERS = { accept: 'text/markdown, text/plain, */*;q=0.5', 'user-agent': 'kstreams-sync' }

function webAddress(text: string, base?: URL): URL {
  if (!URL.canParse(text, base?.href))
    throw new Unusable('This is not an address. Write it with its https://.')
  const url = new URL(text, base)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new Unusable(`${url.protocol}// cannot be read. Name a file or an https address.`)
  // Told without the address, which would show the password.
  if (url.username || url.password)
    throw new Unusable('The address has a user or a password in it. Leave them out.')
  return rawOf(url)
}

/** The file that a page of GitHub shows: that of `/owner/repo` its README.md, on the default branch. */
export function rawOf(url: URL): URL {
  if (!/^(?:www\.)?github\.com$/.test(url.hostname)) return url
  const [, owner, repo, view, branch, ...path] = url.pathname.replace(/\/+$/, '').split('/')
  if (!owner || !repo) return url
  const raw = (rest: string) =>
    new URL(`https://raw.githubusercontent.com/${owner}/${repo.replace(/\.git$/, '')}/${rest}`)
  if (view === undefined) return raw('HEAD/README.md')
  if (view === 'tree' && branch) return raw([branch, ...path, 'README.md'].join('/'))
  return view === 'blob' && branch && path.length > 0 ? raw([branch, ...path].join('/')) : url
}

async function bodyOf(response: Response, where: string): Promise<Buffer> {
  const { status, headers, body } = response
  const refuse = async (reason: Unusable) => {
    await body?.cancel()
    return reason
  }
  if (status !== 200) throw await refuse(new Unusable(`${where} answers ${status}${MEANING[status] ?? ''}.`))
  const announced = Number(headers.get('content-length'))
  if (announced > MAX_BYTES) throw await refuse(tooLarge(where, announced))
  if (/^(?:text\/html|application\/xhtml)/i.test(headers.get('content-type') ?? ''))
    throw await refuse(html(where))
  return body === null ? Buffer.alloc(0) : collect(body, where)
}

const MEANING: Record<number, string> = {
  401: ': it wants a password. Save the list to a file and name that',
  403: ': it is not for everybody. Save the list to a file and name that',
  404: ': there is no such page. See that the address is right',
  429: ': too many have asked. Try again later',
  500: ': the server has a problem. Try again later',
  503: ': the server has a problem. Try again later',
}

const html = (where: string) =>
  new Unusable(
    `${where} is a web page, not Markdown. Name the address of the raw file, such as https://raw.githubusercontent.com/owner/repo/HEAD/README.md.`,
  )

function textOf(bytes: Buffer, where: string): Source {
  const text = decoded(bytes)
  if (text === undefined) throw new Unusable(`${where} is not text in UTF-8. Name a list in Markdown.`)
  if (/^\s*<(?:!doctype html|html)\b/i.test(text)) throw html(where)
  return { ok: true, text }
}

function decoded(bytes: Buffer): string | undefined {
  if (bytes.includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
