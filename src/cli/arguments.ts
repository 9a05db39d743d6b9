import { parseArgs } from 'node:util'
import { quotable } from '../cards/text.ts'
import { distance } from '../search/spelling.ts'
import { UsageError } from './command.ts'
import { type CommandName, type Option, USAGES } from './usage.ts'

type Parsed<Name extends CommandName> = ReturnType<
  typeof parseArgs<{ allowPositionals: true; options: (typeof USAGES)[Name]['options'] }>
>

/**
 * The options of a command by {@link USAGES}, and the words beside them.
 * @throws UsageError naming the first option that is not known or not given as it has to be
 */
export function readArgs<Name extends CommandName>(name: Name, args: string[]): Parsed<Name> {
  const { options } = USAGES[name]
  const config = { args, allowPositionals: true, options } as const
  // First without its own words for what is wrong, which are those of a programmer.
  const { tokens } = parseArgs({ ...config, strict: false, tokens: true })
  for (const token of tokens) {
    const fault = token.kind === 'option' ? faultOf(token, options) : undefined
    if (fault !== undefined) throw new UsageError(fault)
  }
  return parseArgs(config) as Parsed<Name>
}

const LONGEST = 32

/**
 * Asks whether one of some words was meant; a slip in three letters is forgiven.
 * @param prefix what is written before the word
 * @returns the question after a space; nothing where none is near
 */
export function guessAt(typed: string, known: readonly string[], prefix = ''): string {
  const [best] = known
    .map((word) => ({ word, slips: distance(typed.slice(0, LONGEST), word) }))
    .filter(({ word, slips }) => slips <= word.length / 3)
    .toSorted((a, b) => a.slips - b.slips)
  return best === undefined ? '' : ` Did you mean ${prefix}${best.word}?`
}

type Given = { name: string; rawName: string; value?: string | undefined; inlineValue?: boolean | undefined }

function faultOf(
  { name, rawName, value, inlineValue }: Given,
  options: Readonly<Record<string, Option>>,
): string | undefined {
  const option = Object.hasOwn(options, name) && rawName.startsWith('--') ? options[name] : undefined
  if (!option) {
    return `There is no option ${quotable(rawName)}.${guessAt(name, Object.keys(options), '--')}`
  }
  if (option.type === 'boolean') return inlineValue ? `${rawName} stands alone, without a value.` : undefined
  if (value === undefined) return `${rawName} lacks its value: ${rawName} ${option.takes}.`
  if (inlineValue || !value.startsWith('-') || value === '-') return undefined
  return `${rawName} lacks its value. One that begins with a hyphen is written ${rawName}=${value}.`
}
