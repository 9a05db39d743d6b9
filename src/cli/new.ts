import { setMaxListeners } from 'node:events'
import { join, relative } from 'node:path'
import { cancel, intro } from '@clack/prompts'
import { quotable, sentenceList } from '../cards/text.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { type Addition, checkDraft, type Draft } from '../catalogue/draft.ts'
import { explain } from '../catalogue/explain.ts'
import { DATA_FOLDER, loadCatalogue } from '../catalogue/load.ts'
import { type UseCaseFile, useCaseFile } from '../catalogue/schema.ts'
import { textOfUseCase } from '../catalogue/write.ts'
import { readArgs } from './arguments.ts'
import { Failure, UsageError } from './command.ts'
import { writeNew } from './files.ts'
import { ASKED, faultOf, isOptional, OPTION_OF, withCompany, withIds } from './new-draft.ts'
import { askDraft, askWhetherToWrite, type Streams } from './new-questions.ts'

/** A terminal, and whether somebody is there who can be asked: not so in a script. */
export type Terminal = Streams & { interactive: boolean }

/** What a shell gives for Ctrl-C. */
const BROKEN_OFF = 130

/**
 * Asks for a use case and writes its file.
 * @param terminal the program's own, but in a test
 */
export async function create(args: string[], terminal: Terminal = ownTerminal()): Promise<number> {
  const options = readOptions(args)
  const leaving = new AbortController()
  // Each question listens to it.
  setMaxListeners(0, leaving.signal)
  const leave = () => leaving.abort()
  // The library hears Ctrl-C only, and would wait for an answer for ever.
  const onKey = (_: unknown, key?: { ctrl?: boolean; name?: string }) => {
    if (key?.ctrl && key.name === 'd') leave()
  }
  terminal.input.on('keypress', onKey).on('end', leave)
  try {
    return await createWith(options, { ...terminal, signal: leaving.signal })
  } finally {
    terminal.input.off('keypress', onKey).off('end', leave)
  }
}

async function createWith(options: ReturnType<typeof readOptions>, terminal: Terminal): Promise<number> {
  const { folder, yes, speakers } = options
  const catalogue = await loadCatalogue(folder)
  const given = withIds(options.given, catalogue)
  const today = new Date().toISOString().slice(0, 10)
  const asking = { catalogue, today, streams: terminal }
  if (terminal.interactive) intro('A new use case. Ctrl-C stops, and nothing is written.', terminal)
  let draft = terminal.interactive
    ? await askDraft(given, yes ? 'needed' : 'all', asking)
    : takeAll(given, yes, catalogue)
  while (draft) {
    const { id, useCase } = finish(draft, speakers, catalogue, today)
    const path = join(folder, 'use-cases', `${id}.yaml`)
    const text = textOfUseCase(useCase)
    const shown = relative(process.cwd(), path)
    if (!yes) terminal.output.write(`\n${text}\n`)
    const wanted = yes ? 'yes' : await askWhetherToWrite(shown, draft, asking)
    if (wanted === 'no') return breakOff(terminal, `${NOTHING} The text above is what it would have been.`, 0)
    if (wanted === 'yes') {
      const fault = await writeNew(path, text)
      if (fault !== undefined) throw new Failure(fault)
      terminal.output.write(`Wrote ${shown}.\n\n${nextSteps(useCase, catalogue)}`)
      return 0
    }
    draft = wanted
  }
  return breakOff(terminal, NOTHING, BROKEN_OFF)
}

const NOTHING = 'Nothing was written.'

function ownTerminal(): Terminal {
  const { stdin, stdout } = process
  return { input: stdin, output: stdout, interactive: Boolean(stdin.isTTY && stdout.isTTY) }
}

function readOptions(args: string[]) {
  const { values, positionals } = readArgs('new', args)
  const [word] = positionals
  if (word !== undefined)
    throw new UsageError(
      `“${quotable(word)}” belongs to no option. Put what has spaces in it in quotation marks.`,
    )
  const {
    company = '',
    link: url = '',
    kind = '',
    industry = '',
    title = '',
    summary = '',
    event = '',
  } = values
  const { year, date, topic: topics = [], speaker: speakers = [] } = values
  const { folder = DATA_FOLDER, yes = false } = values
  if (year !== undefined && date !== undefined) throw new UsageError('Give --year or --date, not both.')
  const link = { url, kind, linkTitle: values['link-title'] ?? '', event, when: date ?? year ?? '' }
  const given: Draft = { ...{ company, industry, title, summary, details: '', topics }, ...link }
  return { folder, yes, speakers, given }
}

/**
 * All from the options, where nobody can be asked.
 * @throws UsageError naming all that are missing
 */
function takeAll(given: Draft, yes: boolean, catalogue: Catalogue): Draft {
  const { draft } = withCompany(given, catalogue)
  const empty = ASKED.filter((field) => !isOptional(field) && draft[field].length === 0)
  const missing = [...empty.map((field) => OPTION_OF[field]), ...(yes ? [] : ['--yes'])]
  if (missing.length === 0) return draft
  throw new UsageError(`This is no terminal that could ask you: give ${sentenceList(missing)}, too.`)
}

/**
 * The use case of a draft, with what the catalogue knows of its company.
 * @throws Failure naming all that is wrong with it
 */
function finish(draft: Draft, speakers: readonly string[], catalogue: Catalogue, today: string): Addition {
  const faults = ASKED.flatMap((field) => {
    const fault = faultOf(field, draft, catalogue, today)
    return fault === undefined ? [] : [`${OPTION_OF[field]}: ${fault}`]
  })
  const checked = checkDraft(draft, catalogue, today)
  if (faults.length > 0 || !checked.ok) throw new Failure(faults.join('\n'))
  const { id, useCase } = checked.addition
  const [company] = withCompany(draft, catalogue).useCases
  const links = useCase.links.map((link) =>
    speakers.length > 0 ? { ...link, speakers: [...speakers] } : link,
  )
  const whole: UseCaseFile = { ...useCase, links, countries: company?.countries ?? [] }
  const { error } = useCaseFile.safeParse(whole)
  if (!error) return { id, useCase: whole }
  const wrong = explain(error.issues, whole).map(({ fault, remedy }) => `--speaker: ${fault}. ${remedy}`)
  throw new Failure(wrong.join('\n'))
}

function breakOff(terminal: Terminal, words: string, code: number): number {
  cancel(words, terminal)
  return code
}

function nextSteps({ company, topics }: UseCaseFile, catalogue: Catalogue): string {
  const topic = catalogue.topics.get(topics[0] ?? '')?.label ?? ''
  // Nothing that a shell would take for its own.
  const words = `${company} ${topic}`.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return `What comes next:
  npm run --silent kstreams -- check
      lists what is to mend, if anything
  npm run --silent kstreams -- search ${words.join(' ')}
      should find it
Then commit the file and open a pull request.
`
}
