import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { DATA_FOLDER, loadCatalogue } from '../../src/catalogue/load.ts'
import { Failure, UsageError } from '../../src/cli/command.ts'
import { create } from '../../src/cli/new.ts'
import { folder } from '../store/engines.ts'

const ENTER = '\r'
const UP = '\u001b[A'
const DOWN = '\u001b[B'
const CTRL_C = '\u0003'
const CTRL_D = '\u0004'
const CTRL_U = '\u0015'

let data: string
const files = () => readdirSync(join(data, 'use-cases'))
const written = (id: string) => readFileSync(join(data, 'use-cases', `${id}.yaml`), 'utf8')

beforeEach(() => {
  data = join(folder(), 'data')
  cpSync(DATA_FOLDER, data, { recursive: true })
})

/** Answers each question once it is on the screen: the words that it is known by, and the keys. */
async function answer(conversation: readonly (readonly [string, string])[], ...args: string[]) {
  // Wide enough for the path of any folder: nothing is broken into lines.
  const [input, output] = [new PassThrough(), Object.assign(new PassThrough(), { columns: 300 })]
  let screen = ''
  output.on('data', (chunk) => {
    screen += stripVTControlCharacters(String(chunk))
  })
  const done = create(['--folder', data, ...args], { input, output, interactive: true })
  let seen = 0
  for (const [question, keys] of conversation) {
    await vi.waitFor(() => expect(screen.slice(seen)).toContain(question), { timeout: 10_000, interval: 5 })
    seen = screen.length
    input.write(keys)
  }
  return { code: await done, screen }
}

/** Without a terminal: what it prints to each of the two outputs. */
async function script(...args: string[]) {
  const output = new PassThrough()
  try {
    const code = await create(['--folder', data, ...args], {
      input: new PassThrough(),
      output,
      interactive: false,
    })
    return { code, out: String(output.read() ?? ''), err: '' }
  } catch (error) {
    // As the program says it.
    if (error instanceof Failure) return { code: 1, out: '', err: error.message }
    throw error
  }
}

const ACME = [
  ...[
    '--company',
    'Acme Bank',
    '--link',
    'https://example.com/talk',
    '--kind',
    'talk',
    '--industry',
    'finance',
  ],
  ...['--topic', 'fraud-detection', '--topic', 'joins', '--title', 'Fraud alerts: while customers pay'],
  ...['--summary', 'Joins payments with customers in Kafka Streams, so that fraud is stopped.'],
]
const QUESTIONS = [
  ['Which company', 'Acme Bank\r'],
  ['Where can everybody', 'https://example.com/talk\r'],
  ['What does the link lead to', `youtu${ENTER}`],
  ['Which industry', DOWN + DOWN + DOWN + ENTER],
  ['What is it about', `scam\tjoins\t${ENTER}`],
  ['What did they make', 'Fraud alerts\r'],
  ['What do they do with Kafka Streams', 'Finds fraud with Kafka Streams.\r'],
  ['title of the page', 'A talk\r'],
  ['At which event', ENTER],
  ['When was it', '2024-05-31\r'],
] as const

describe('kstreams new, in a terminal', () => {
  it('asks, shows the file, and writes it', async () => {
    const { code, screen } = await answer([...QUESTIONS, ['Write this to', ENTER]])
    expect(code).toBe(0)
    expect(screen).toContain('acme-bank-fraud-alerts.yaml?')
    expect(screen).toContain('search acme bank fraud detection')
    expect(written('acme-bank-fraud-alerts')).toMatch(
      /^# yaml-language-server: .*\ncompany: Acme Bank\nindustry: finance\n/,
    )
    const useCase = (await loadCatalogue(data)).byId.get('acme-bank-fraud-alerts')
    expect(useCase).toMatchObject({
      ...{
        company: 'Acme Bank',
        industry: 'finance',
        topics: ['fraud-detection', 'joins'],
        title: 'Fraud alerts',
      },
      links: [{ url: 'https://example.com/talk', kind: 'video', title: 'A talk', date: '2024-05-31' }],
    })
  })

  it('checks each answer by the rules of the catalogue, and asks again', async () => {
    const before = files()
    const { code, screen } = await answer([
      ['Which company', ENTER],
      ['Say which company.', 'Acme\r'],
      ['Where can everybody', 'example.com\r'],
      ['This is not an https address', `${CTRL_U}https://youtu.be/tEcYffZz-Mc\r`],
      ['We have this: Bloomberg, ', `${CTRL_U}https://example.com/talk\r`],
      ['What does the link lead to', CTRL_C],
    ])
    expect(code).toBe(130)
    expect(screen).toContain('Nothing was written.')
    expect(files()).toEqual(before)
  })

  it('knows the company, by any of its names', async () => {
    const { code, screen } = await answer([
      ['Which company', 'transferwise\r'],
      ['Where can everybody', 'https://example.com/talk\r'],
      ['What does the link lead to', ENTER],
      ['What is it about', CTRL_C],
    ])
    expect(code).toBe(130)
    expect(screen).toMatch(/Wise has 1 use case here:[\s\S]*\(wise-instant-money-movement\)/)
    expect(screen).not.toContain('Which industry')
  })

  it('asks for nothing that was given, but for what is wrong in it', async () => {
    const link = ['--link-title', 'A talk', '--event', 'Current 2024', '--year', '2124']
    const { code, screen } = await answer(
      [
        ['The year 2124 is in the future', `${CTRL_U}2024\r`],
        ['Write this to', UP + ENTER],
      ],
      ...ACME,
      ...link,
    )
    expect([code, screen.match(/◆/g)?.length]).toEqual([0, 2])
    expect(screen).toMatch(
      /\n {2}- url: https:\/\/example\.com\/talk\n[\s\S]*Nothing was written\. The text above is what/,
    )
    expect(files()).not.toContain('acme-bank-fraud-alerts-while-customers-pay.yaml')
  })

  it('asks only for what is needed with --yes, and writes at once', async () => {
    const { code } = await answer([['What did they make', 'Fraud alerts\r']], '--yes', ...ACME, '--title', '')
    expect(code).toBe(0)
    expect(written('acme-bank-fraud-alerts')).toContain('title: Fraud alerts\n')
  })

  it('asks for a field again before it writes, with its answer filled in', async () => {
    const { code } = await answer(
      [
        ['Write this to', DOWN + ENTER],
        ['Change what?', `page${ENTER}`],
        ['title of the page', `A talk${ENTER}`],
        ['Write this to', DOWN + ENTER],
        ['Change what?', DOWN + DOWN + DOWN + DOWN + DOWN + ENTER],
        ['What did they make', ` every day${ENTER}`],
        ['Write this to', ENTER],
      ],
      ...[
        ...ACME,
        '--title',
        'Fraud alerts',
        '--link-title',
        'x',
        '--event',
        'Current 2024',
        '--year',
        '2024',
      ],
    )
    expect(code).toBe(0)
    expect(written('acme-bank-fraud-alerts-every-day')).toContain('title: xA talk\n')
  })

  it('writes nothing when somebody leaves while they change a field', async () => {
    const before = files()
    const rest = ['--link-title', 'x', '--event', 'Current 2024', '--year', '2024']
    const leave = [
      ['Write this to', DOWN + ENTER],
      ['Change what?', CTRL_C],
    ] as const
    expect(await answer(leave, ...ACME, ...rest)).toMatchObject({ code: 130 })
    expect(files()).toEqual(before)
  })

  it('says what is not found in a menu, and what is not known of what was given', async () => {
    const { code, screen } = await answer(
      [
        ['What is it about', ENTER],
        ['What did they make', CTRL_C],
      ],
      ...[
        '--company',
        'Acme',
        '--link',
        'https://example.com/talk',
        '--kind',
        'film',
        '--industry',
        'FinTech',
      ],
      ...['--topic', 'joyns, scam'],
    )
    expect(code).toBe(130)
    expect(screen).toMatch(/“joyns” is not known here\. Did you mean joins/)
    expect(screen).not.toContain('Which industry')
    expect(
      (
        await answer(
          [
            ['lead to', `zzz${ENTER}`],
            ['called that', CTRL_C],
          ],
          ...ACME,
          '--kind',
          '',
        )
      ).code,
    ).toBe(130)
  })

  it('takes the end of the input for a no', async () => {
    expect(await answer([['Which company', CTRL_D]])).toMatchObject({ code: 130 })
  })
})

describe('kstreams new, in a script', () => {
  it('writes a file of the options, and says what comes next', async () => {
    const link = [
      '--link-title',
      'Fraud: a talk',
      '--event',
      'Current 2024',
      '--date',
      '2024-09-17',
      '--speaker',
      'Jane Doe',
    ]
    const { code, out, err } = await script(...ACME, ...link, '--yes')
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^Wrote .*acme-bank-fraud-alerts-while-customers-pay\.yaml\.\n\nWhat comes next:\n/)
    const catalogue = await loadCatalogue(data)
    expect(catalogue.byId.get('acme-bank-fraud-alerts-while-customers-pay')?.links).toEqual([
      {
        ...{ url: 'https://example.com/talk', kind: 'talk', title: 'Fraud: a talk', speakers: ['Jane Doe'] },
        ...{ event: 'Current 2024', date: '2024-09-17' },
      },
    ])
  })

  it('takes labels and synonyms, and topics with commas between', async () => {
    const said = [
      '--kind',
      'YouTube',
      '--industry',
      'fintech',
      '--topic',
      'Exactly-once, scam,joins',
      '--topic',
      'k8s',
    ]
    const { code } = await script(...ACME.filter((_, place) => place < 4 || place > 11), ...said, '--yes')
    expect(code).toBe(0)
    const useCase = (await loadCatalogue(data)).byId.get('acme-bank-fraud-alerts-while-customers-pay')
    expect(useCase).toMatchObject({ industry: 'finance', links: [{ kind: 'video' }] })
    expect(useCase?.topics).toEqual(['exactly-once', 'fraud-detection', 'joins', 'kubernetes'])
  })

  it('refuses words that belong to no option', async () => {
    await expect(script(...ACME, '--yes', '--event', 'Current', '2024')).rejects.toThrow(
      new UsageError('“2024” belongs to no option. Put what has spaces in it in quotation marks.'),
    )
  })

  it('names all that is missing at once', async () => {
    await expect(script('--company', 'Walmart')).rejects.toThrow(
      'give --link, --kind, --topic, --title, --summary and --yes, too.',
    )
    await expect(script(...ACME, '--yes', '--year', '2020', '--date', '2020-01-01')).rejects.toThrow(
      'not both',
    )
  })

  it('explains every fault, and writes nothing', async () => {
    const before = files()
    const wrong = [
      '--kind',
      'flim',
      '--industry',
      'fintehc',
      '--topic',
      'zzzzzz,joyns',
      '--title',
      'x'.repeat(61),
    ]
    const { code, out, err } = await script(...ACME, ...wrong, '--link', 'http://example.com', '--yes')
    expect([code, out]).toEqual([1, ''])
    expect(
      err
        .trimEnd()
        .split('\n')
        .map((row) => row.split(':')[0]),
    ).toEqual(['--link', '--kind', '--industry', '--topic', '--title'])
    expect(err).toMatch(/--kind: “flim” is not known here\..* Known are talk, video, /)
    expect(err).toMatch(
      /--industry: “fintehc” is not known here\. Did you mean .*finance.*\? All are in industries\.yaml/,
    )
    expect(err).toMatch(
      /“zzzzzz” and “joyns” are not known here\. Did you mean joins.*\? All are in topics\.yaml/,
    )
    expect(err).toContain('61 characters, more than 60')
    expect(files()).toEqual(before)
    expect((await script(...ACME, '--speaker', 'x'.repeat(51), '--yes')).err).toContain('Shorten it by 1.')
  })

  it('gives a second use case another id, and the known company its spelling and countries', async () => {
    const other = [
      '--company',
      'WALMART',
      '--link',
      'https://example.com/other',
      '--title',
      'ML inferencing platform',
    ]
    const { code } = await script(...ACME, ...other, '--industry', '', '--yes')
    expect(code).toBe(0)
    expect(written('walmart-ml-inferencing-platform-2')).toMatch(
      /\ncompany: Walmart\nindustry: ecommerce-retail\ncountries: \[US\]\n/,
    )
  })
})
