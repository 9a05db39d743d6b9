import { expect, onTestFinished, test } from 'vitest'
import { loadCatalogue } from '../../src/catalogue/load.ts'
import { formatProblem } from '../../src/catalogue/problems.ts'
import type { LogLevel } from '../../src/config.ts'
import { openLibrary } from '../../src/library/library.ts'
import { createTerminalLog } from '../../src/playground/terminal-log.ts'
import { createEdition } from '../../src/search/edition.ts'
import { changed, ENTRY } from '../catalogue/valid.ts'
import { dataFolder } from '../library/scene.ts'

const NOW = new Date('2026-11-22T12:00:00Z')

/** What stands on the terminal of a playground while somebody edits a real library. */
async function openTerminal(level: LogLevel) {
  const said: string[] = []
  const log = createTerminalLog(level, (line) => said.push(line), formatProblem)
  const { folder, write } = await dataFolder()
  const edition = createEdition(await loadCatalogue(folder, NOW))
  const library = openLibrary({ edition, folder, now: () => NOW.getTime(), log, watch: false })
  onTestFinished(() => library.close())
  const save = async (text: string) => {
    await write(ENTRY, text)
    await library.reload()
    return said.splice(0, Infinity)
  }
  return { library, log, said, save }
}

test.each(['warn', 'error'] as const)('a changed catalogue is told in plain words at %s', async (level) => {
  const { library, said, save } = await openTerminal(level)
  expect(await save(changed(ENTRY, '[fraud-detection]', '[tax]'))).toEqual([
    expect.stringMatching(/^data\/use-cases\/acme-fraud\.yaml:8: unknown topic "tax"\. [A-Z].*\.$/),
    'The catalogue has 1 fault: the one before stays.',
  ])
  const two = await save(changed(ENTRY, '[fraud-detection]', '[tax, fraud]'))
  expect(two.at(-1)).toBe('The catalogue has 2 faults: the one before stays.')
  expect(await save(changed(ENTRY, 'Fraud alerts', 'Zebra counting'))).toEqual([
    'The catalogue was read anew: 1 use case.',
  ])
  await library.amend('T1', { dead: new Map([['https://example.com/talk', { since: '2026-11-20' }]]) })
  expect(library.current('T1')).not.toBe(library.current(''))
  expect(said).toEqual([])
})

test('all else is as in the log of a bot, from the given level on', async () => {
  const { log, said } = await openTerminal('warn')
  log.info('nothing to see')
  log.child({ part: 'digest' }).warn({ channel: 'C1' }, 'a digest is late')
  expect(said.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'warn', name: 'kstreams', part: 'digest', channel: 'C1', msg: 'a digest is late' },
  ])
})

test('nothing at all at silent', async () => {
  const { save } = await openTerminal('silent')
  expect(await save(changed(ENTRY, '[fraud-detection]', '[tax]'))).toEqual([])
})
