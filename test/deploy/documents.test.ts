import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { USAGES } from '../../src/cli/usage.ts'
import { ROOT, read, unknownVariables } from './files.ts'

const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/operating.md', 'docs/reliability.md']

/** Of others: Node's, Postgres' and the image of Postgres'. */
const OTHERS = ['NODE_USE_ENV_PROXY', 'HTTPS_PROXY', 'PGPASSWORD', 'POSTGRES_PASSWORD']
const http = readdirSync(join(ROOT, 'src/http'))
  .map((name) => read(`src/http/${name}`))
  .join('\n')
/** The anchors of a document, as GitHub makes them. */
const anchorsOf = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replace(/ /g, '-'),
  )

describe.each(DOCUMENTS)('%s', (document) => {
  const text = read(document)
  // Code in a paragraph and code in a block, without what is in no code.
  const code = [...text.matchAll(/```[\s\S]*?```|`[^`\n]+`/g)].map(([found]) => found).join('\n')

  it('names only variables that are read', () => {
    const named = [...code.matchAll(/(?<![\w./-])[A-Z][A-Z]*(?:_[A-Z]+)+\b/g)].map(([name]) => name)
    expect(unknownVariables(new Set(named), OTHERS)).toEqual([])
  })

  it('leads to files and chapters that are there', () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '')
    const broken = links
      .filter((link) => !/^https?:/.test(link))
      .filter((link) => {
        const [path = '', anchor] = link.split('#')
        const file = path === '' ? document : join(dirname(document), path)
        if (!existsSync(join(ROOT, file))) return true
        return anchor !== undefined && !anchorsOf(read(file)).includes(anchor)
      })
    expect(broken).toEqual([])
  })

  it('names only commands and paths that there are', () => {
    const called = code.matchAll(/(?:`kstreams|run --silent kstreams --|dist\/cli\.js) ([a-z]+)\b(?!:)/g)
    const commands = [...called].map((match) => match[1] ?? '')
    expect(commands.filter((name) => !Object.hasOwn(USAGES, name))).toEqual([])
    const paths = [...code.matchAll(/(?<![\w.}])\/(?:slack\/\w+|healthz|readyz|metrics|privacy|support)\b/g)]
    expect(paths.map(([path]) => path).filter((path) => !http.includes(`'${path}'`))).toEqual([])
  })
})

it('what /readyz says is explained to who reads it, and to who is woken by it', () => {
  const [, checks = ''] = /const checks = \{([\s\S]*?)\n {2}\}/.exec(read('src/app.ts')) ?? []
  const words = ['accepting', ...[...checks.matchAll(/^ {4}(\w+):/gm)].map(([, word = '']) => word)]
  expect(words).toHaveLength(4)
  const [, runbook = ''] = /alert: KstreamsNotReady([\s\S]*?)- alert:/.exec(read('deploy/alerts.yaml')) ?? []
  expect(words.filter((word) => !runbook.includes(`\`${word}\`:`))).toEqual([])
  expect(words.filter((word) => !read('docs/operating.md').includes(`\n| \`${word}\` |`))).toEqual([])
})

it('the README leads from each way to run the bot to its files', () => {
  const readme = read('README.md')
  const files = [
    'compose.yaml',
    'deploy/kubernetes.yaml',
    'deploy/kstreams.service',
    'docs/operating.md',
    'SECURITY.md',
  ]
  expect(files.filter((file) => !readme.includes(`](${file})`))).toEqual([])
})
