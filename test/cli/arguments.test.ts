import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { guessAt, readArgs } from '../../src/cli/arguments.ts'
import { UsageError } from '../../src/cli/command.ts'
import { helpOf, overview } from '../../src/cli/help.ts'
import { type CommandName, USAGES, type Usage } from '../../src/cli/usage.ts'

const ALL = Object.entries(USAGES) as [CommandName, Usage][]

describe('the help of the terminal', () => {
  it('lists each command, and fits into 80 columns', () => {
    for (const [name] of ALL) expect(overview()).toMatch(new RegExp(`^  ${name} +\\S`, 'm'))
    const lines = [overview(), ...ALL.map(([name]) => helpOf(name))].join('').split('\n')
    expect(lines.filter((line) => line.length > 80)).toEqual([])
    expect(lines.filter((line) => line !== line.trimEnd())).toEqual([])
  })

  it.each(ALL)('explains each option of %s', (name, { options, forms, does }) => {
    const help = helpOf(name)
    for (const [option, { means, takes = '' }] of Object.entries(options)) {
      expect(means.length).toBeGreaterThan(10)
      expect(help).toMatch(new RegExp(`^  --${option} ?${takes} +${means.split(' ')[0]}`, 'm'))
    }
    for (const form of forms) expect(help).toContain(`kstreams ${name} ${form}`.trimEnd())
    expect(help.toLowerCase()).toContain(`\n\n${does.slice(0, 30).toLowerCase()}`)
  })

  it('is where every command has its options from', () => {
    const folder = new URL('../../src/cli/', import.meta.url)
    const parsing = readdirSync(folder).filter((file) =>
      /parseArgs\(/.test(readFileSync(new URL(file, folder), 'utf8')),
    )
    expect(parsing).toEqual(['arguments.ts'])
  })
})

describe('guessAt', () => {
  it.each([
    ['statz', 'stats'],
    ['nwe', 'new'],
    ['exprot', 'export'],
    ['formta', 'format'],
    ['syncc', 'sync'],
  ])('%s means %s', (typed, word) =>
    expect(guessAt(typed, Object.keys(USAGES))).toBe(` Did you mean ${word}?`),
  )

  it.each(['foo', 'x', 'delete', 'nonsense', ''])('%s means none', (typed) =>
    expect(guessAt(typed, Object.keys(USAGES))).toBe(''),
  )
})

describe('readArgs', () => {
  it('gives options and words', () => {
    const { values, positionals } = readArgs('search', ['a', '--json', 'b', '--limit=3'])
    expect([{ ...values }, positionals]).toEqual([{ json: true, limit: '3' }, ['a', 'b']])
    expect(readArgs('search', ['--', '--json']).positionals).toEqual(['--json'])
    expect(readArgs('new', ['--topic', 'a', '--topic=-b', '--title', '-']).values).toMatchObject({
      ...{ topic: ['a', '-b'], title: '-' },
    })
  })

  it.each([
    ['export', ['--nonsense'], 'There is no option --nonsense.'],
    ['search', ['--jsno', 'x'], 'There is no option --jsno. Did you mean --json?'],
    ['search', ['--constructor'], 'There is no option --constructor.'],
    ['format', ['-c'], 'There is no option -c.'],
    ['links', ['--json=yes'], '--json stands alone, without a value.'],
    ['links', ['--report'], '--report lacks its value: --report FILE.'],
    [
      'new',
      ['--title', '-x', '--yes'],
      '--title lacks its value. One that begins with a hyphen is written --title=-x.',
    ],
  ] as const)('refuses for %s %j', (name, args, message) => {
    expect(() => readArgs(name, [...args])).toThrow(new UsageError(message))
  })
})
