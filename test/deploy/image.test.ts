import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createHealth, healthRoutes } from '../../src/http/health.ts'
import { serveRoutes } from '../../src/http/routes.ts'
import { createLog } from '../../src/log.ts'
import { ROOT, read, settingsOf, unknownVariables, WAYS } from './files.ts'

type Instruction = { name: string; text: string }

/** The instructions of the Dockerfile, one line each; those after the last FROM make the image that runs. */
const instructions: Instruction[] = read('Dockerfile')
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .flatMap((line) => {
    const [, name = '', text = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? []
    return name === '' ? [] : [{ name, text }]
  })
const image = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'))
const texts = (from: readonly Instruction[], wanted: string) =>
  from.flatMap(({ name, text }) => (name === wanted ? [text] : []))
const only = (wanted: string) => {
  const found = texts(image, wanted)
  expect(found, wanted).toHaveLength(1)
  return found[0] ?? ''
}
const environment: Record<string, string> = Object.fromEntries(
  texts(image, 'ENV').flatMap((text) => text.split(' ').map((pair) => pair.split(/=(.*)/).slice(0, 2))),
)
const { main, engines } = JSON.parse(read('package.json'))

/** The patterns of .dockerignore as Docker reads them: the last that matches a path, or a folder above it, decides. */
const rules = read('.dockerignore')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const glob = line
      .replace(/^!/, '')
      .replace(/[.+]/g, '\\$&')
      .replace(/\*\*\/|\*/g, (star) => (star === '*' ? '[^/]*' : '(.*/)?'))
    return { keeps: line.startsWith('!'), pattern: new RegExp(`^${glob}(/.*)?$`) }
  })
const isSent = (path: string) => rules.findLast(({ pattern }) => pattern.test(path))?.keeps ?? true

describe('the image', () => {
  it('is made of a slim Node of a version that the program runs on', () => {
    const [argument = ''] = texts(instructions, 'ARG')
    const [, version] = /^NODE_IMAGE=node:(\d+)-slim$/.exec(argument) ?? []
    expect(Number(version)).toBeGreaterThanOrEqual(Number.parseInt(engines.node.slice(2), 10))
    for (const from of texts(instructions, 'FROM')) expect(from).toMatch(/^\$\{NODE_IMAGE\}( AS \w+)?$/)
  })

  it('runs the program itself, without npm, as somebody who is not root', () => {
    expect(JSON.parse(only('CMD'))).toEqual(['node', main])
    expect(texts(image, 'ENTRYPOINT')).toEqual([])
    expect(only('STOPSIGNAL')).toBe('SIGTERM')
    const [user = 0, group = 0] = only('USER').split(':').map(Number)
    expect(user).toBeGreaterThan(0)
    expect(group).toBeGreaterThan(0)
    expect(texts(image, 'COPY').filter((text) => text.includes('--chown'))).toEqual([])
  })

  it('has what the program reads, the packages that it needs, and no others', () => {
    const copied = texts(image, 'COPY').flatMap((text) => text.split(' ').slice(0, -1))
    const sources = copied.filter((text) => !text.startsWith('--')).map((text) => text.replace('/app/', ''))
    expect(sources.toSorted()).toEqual(['data', 'dist', 'manifest.json', 'node_modules', 'package.json'])
    expect(texts(image, 'COPY').find((text) => text.includes('node_modules'))).toContain(
      '--from=dependencies',
    )
    expect(texts(image, 'RUN').join()).not.toMatch(/npm|apt|curl|wget/)
    const installs = texts(instructions, 'RUN').filter((text) => text.includes('npm ci'))
    expect(installs).toHaveLength(2)
    expect(installs.filter((text) => !text.includes('--ignore-scripts'))).toEqual([])
    expect(installs.filter((text) => text.includes('--omit=dev'))).toHaveLength(1)
  })

  it('is given nothing by Docker that it does not copy', () => {
    const copied = texts(instructions, 'COPY').filter((text) => !text.startsWith('--from'))
    const sources = copied.flatMap((text) => text.split(' ').slice(0, -1))
    expect(sources.filter((source) => !existsSync(join(ROOT, source)) || !isSent(source))).toEqual([])
    expect(isSent('src/playground/page/index.html') && isSent('data/use-cases/a.yaml')).toBe(true)
    const secret = [
      '.env',
      '.env.production',
      'src/.env',
      'data/deep/.env.local',
      'secrets.env',
      'kstreams.db',
    ]
    const local = [
      '.git/config',
      '.kstreams/kstreams.db',
      'node_modules/pg/index.js',
      'dist/main.js',
      'test/a.ts',
    ]
    expect([...secret, ...local].filter(isSent)).toEqual([])
  })

  it('keeps its database in the one folder that can be written to', () => {
    const folder = only('VOLUME')
    expect(environment['DATABASE_URL']).toBe(`file:${folder}/kstreams.db`)
    expect(only('RUN')).toContain(`chown node:node ${folder}`)
    // What an empty DATABASE_URL means.
    expect(only('RUN')).toContain(`ln -s ${folder} .kstreams`)
  })

  it('listens where it says', () => {
    expect(unknownVariables(Object.keys(environment))).toEqual([])
    const { serve } = settingsOf({ ...environment, ...WAYS['HTTP, many workspaces'] }).config
    expect(only('EXPOSE')).toBe(`${serve.port} ${serve.metricsPort}`)
  })
})

describe('the health check of the image', () => {
  const [, command = '[]'] = /CMD (\[.*\])$/.exec(only('HEALTHCHECK')) ?? []
  const [program, ...args] = JSON.parse(command) as string[]

  async function check(variables: Record<string, string>): Promise<number | null> {
    expect(program).toBe('node')
    const child = spawn(process.execPath, args, { env: variables, stdio: 'ignore' })
    const [code] = await once(child, 'exit')
    return code
  }
  async function serve(routes: Parameters<typeof serveRoutes>[0]): Promise<string> {
    const server = createServer(serveRoutes(routes, createLog('silent'))).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    return String((server.address() as AddressInfo).port)
  }

  it('finds a bot that is alive, by either port', async () => {
    const port = await serve(healthRoutes(createHealth({})))
    expect(await check({ METRICS_PORT: port, PORT: '1' })).toBe(0)
    expect(await check({ METRICS_PORT: '', PORT: port })).toBe(0)
  })

  it('finds one that is not', async () => {
    const port = await serve({})
    expect(await check({ METRICS_PORT: port })).toBe(1)
    expect(await check({ METRICS_PORT: '1' })).toBe(1)
  })
})
