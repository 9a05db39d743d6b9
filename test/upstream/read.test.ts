import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { rawOf, readSource } from '../../src/upstream/read.ts'

const fault = async (where: string, seconds?: number) => {
  const source = await readSource(where, seconds)
  return source.ok ? `read ${source.text.length} characters` : source.fault
}

describe('readSource of a file', () => {
  const folder = async () => {
    const path = await mkdtemp(join(tmpdir(), 'kstreams-sync-'))
    onTestFinished(() => rm(path, { recursive: true }))
    return path
  }
  const file = async (content: string | Uint8Array) => {
    const path = join(await folder(), 'README.md')
    await writeFile(path, content)
    return path
  }

  it('gives its text, without a byte order mark', async () => {
    expect(await readSource(await file('\ufeff# Ä'))).toEqual({ ok: true, text: '# Ä' })
  })

  it('refuses a folder, and what is not there', async () => {
    const path = await folder()
    expect(await fault(path)).toBe(`${path} is a folder. Name the list in it, such as README.md.`)
    expect(await fault(join(path, 'no.md'))).toMatch(/no\.md is not there\. Name a file, or an address/)
    expect(await fault('/dev/null')).toBe('/dev/null is not a file. Name a file or an address.')
    expect(await fault(join(await file('x'), 'y'))).toMatch(/cannot be read \(ENOTDIR\)/)
  })

  it('refuses one of 50 MB', async () => {
    const path = await file('# A')
    await truncate(path, 50_000_000)
    expect(await fault(path)).toBe(`${path} has 50 MB; a list has at most 2. Name the list itself.`)
  })

  it.each([
    ['zero bytes', new Uint8Array([35, 0, 65])],
    ['no UTF-8', new Uint8Array([35, 0xff, 65])],
  ])('refuses one with %s', async (_, content) => {
    expect(await fault(await file(content))).toMatch(/is not text in UTF-8\. Name a list in Markdown\.$/)
  })

  it('refuses HTML', async () => {
    expect(await fault(await file('\n<!DOCTYPE html><p>x'))).toMatch(
      /is a web page, not Markdown\. Name the address of the raw/,
    )
  })
})

describe('readSource of an address', () => {
  const serve = async (listener: RequestListener) => {
    const server = createServer(listener).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/list`
  }
  const answer = (status: number, headers: Record<string, string>, body: string | Buffer = '') =>
    serve((_, response) => response.writeHead(status, headers).end(body))

  it('gives its text, also after five redirects', async () => {
    const url = await serve((request, response) => {
      const step = Number(/\d+$/.exec(request.url ?? '')?.[0] ?? 0)
      if (step === 5) response.end('# A')
      else response.writeHead(302, { location: `/list${step + 1}` }).end()
    })
    expect(await readSource(url)).toEqual({ ok: true, text: '# A' })
  })

  it('refuses redirects without end, and those out of the web', async () => {
    const loop = await answer(301, { location: '/list' })
    expect(await fault(loop)).toBe(`${loop} redirects more than 5 times. Name the address where it ends.`)
    expect(await fault(await answer(302, { location: 'file:///etc/passwd' }))).toMatch(
      /^file:\/\/ cannot be read\./,
    )
  })

  it.each([
    [404, /answers 404: there is no such page\. See that the address is right\.$/],
    [500, /answers 500: the server has a problem\. Try again later\.$/],
    [418, /answers 418\.$/],
  ])('tells a status of %i', async (status, expected) => {
    expect(await fault(await answer(status, {}, 'x'))).toMatch(expected)
  })

  it('refuses a web page, and what is binary', async () => {
    expect(
      await fault(
        await answer(200, { 'content-type': 'text/html; charset=utf-8' }, '* [A](https://a.example)'),
      ),
    ).toMatch(/is a web page, not Markdown/)
    expect(await fault(await answer(200, {}, '<html><body>'))).toMatch(/is a web page, not Markdown/)
    expect(await fault(await answer(200, {}, Buffer.from([137, 80, 0])))).toMatch(/is not text in UTF-8/)
  })

  it('refuses at once what is announced with 50 MB', async () => {
    // It never sends them: waiting for the body would not end.
    const url = await serve((_, response) =>
      response.writeHead(200, { 'content-length': '50000000' }).write('#'),
    )
    expect(await fault(url)).toBe(`${url} has 50 MB; a list has at most 2. Name the list itself.`)
  })

  it('stops reading a body without end', async () => {
    const url = await serve((_, response) => {
      const more = () => {
        while (response.write('x'.repeat(65_536)));
        response.once('drain', more)
      }
      more()
    })
    expect(await fault(url)).toBe(`${url} has more than 2 MB; a list has at most 2. Name the list itself.`)
  })

  it('counts what a packed body unpacks to', async () => {
    const url = await answer(200, { 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(3_000_000, 32)))
    expect(await fault(url)).toMatch(/has more than 2 MB/)
  })

  it('gives up when it takes too long: the answer, or its body', async () => {
    const silent = await serve(() => {})
    const slow = await serve((_, response) => void response.write('# A'))
    for (const url of [silent, slow]) {
      expect(await fault(url, 0.2)).toBe(
        `${url} gave no whole answer within 0.2 seconds. Try again, or save it to a file.`,
      )
    }
  })

  it('tells when nobody answers', async () => {
    const url = await serve((request) => request.socket.destroy())
    expect(await fault(url)).toMatch(/cannot be reached \(\w+\)\. See that the address is right\.$/)
    expect(await fault('http://127.0.0.1:1/x')).toMatch(/cannot be reached/)
  })

  it('refuses other addresses, and shows no password', async () => {
    expect(await fault('ftp://127.0.0.1/x')).toBe('ftp:// cannot be read. Name a file or an https address.')
    expect(await fault('https://')).toMatch(/is not an address/)
    expect(await fault('https://me:geheim@127.0.0.1/x')).toBe(
      'The address has a user or a password in it. Leave them out.',
    )
  })
})

describe('rawOf', () => {
  it.each([
    ['https://github.com/o/r', 'https://raw.githubusercontent.com/o/r/HEAD/README.md'],
    [
      'https://www.github.com/o/r.git/?tab=readme#top',
      'https://raw.githubusercontent.com/o/r/HEAD/README.md',
    ],
    [
      'https://github.com/o/r/blob/main/docs/LIST.md',
      'https://raw.githubusercontent.com/o/r/main/docs/LIST.md',
    ],
    ['https://github.com/o/r/tree/main/docs', 'https://raw.githubusercontent.com/o/r/main/docs/README.md'],
    ['https://github.com/o', 'https://github.com/o'],
    ['https://github.com/o/r/issues/1', 'https://github.com/o/r/issues/1'],
    ['https://example.com/o/r', 'https://example.com/o/r'],
  ])('%s is %s', (page, raw) => expect(rawOf(new URL(page)).href).toBe(raw))
})
