import { type CommandName, type Option, USAGES, type Usage } from './usage.ts'

/** In columns: what every terminal has. */
const WIDTH = 80

const HEADINGS: Record<Usage['group'], string> = {
  find: 'To look for something:',
  catalogue: 'To work on the catalogue:',
  setup: 'To set up the bot:',
  bot: "To work with the bot's database:",
}

/** All commands, a line or two each, at most 80 columns wide. */
export function overview(): string {
  const all: readonly [string, Usage][] = Object.entries(USAGES)
  const widest = Math.max(...all.map(([name]) => name.length))
  const blocks = Object.entries(HEADINGS).map(([group, heading]) => {
    const rows = all.flatMap(([name, { does, ...usage }]) =>
      usage.group === group ? [[name.padEnd(widest), does]] : [],
    )
    return `${heading}\n${table(rows)}`
  })
  return ['Usage: kstreams <command> [options]', ...blocks, `${hint('<command>')}\n`].join('\n\n')
}

/** All that a command takes, at most 80 columns wide. */
export function helpOf(name: CommandName): string {
  const { forms, does, options, more = [] }: Usage = USAGES[name]
  const calls = forms.map((form, nth) =>
    `${nth === 0 ? 'Usage:' : '      '} kstreams ${name} ${form}`.trimEnd(),
  )
  const rows = Object.entries(options).map(([option, about]) => [nameOf(option, about), about.means])
  const paragraphs = more.map((text) => fill(text, WIDTH).join('\n'))
  const said = fill(`${does.charAt(0).toUpperCase()}${does.slice(1)}.`, WIDTH).join('\n')
  return `${[calls.join('\n'), said, table(rows), ...paragraphs].filter((block) => block !== '').join('\n\n')}\n`
}

/** Where to read what a command takes. */
export const hint = (name: string): string => `kstreams ${name} --help shows what it takes.`

const nameOf = (option: string, { takes }: Option) => `--${option}${takes === undefined ? '' : ` ${takes}`}`

/** Two columns, the second of them as wide as there is room for. */
function table(rows: readonly (readonly string[])[]): string {
  const first = Math.max(0, ...rows.map(([name = '']) => name.length))
  const lines = rows.flatMap(([name = '', text = '']) =>
    fill(text, WIDTH - first - 4).map((part, nth) => `  ${(nth === 0 ? name : '').padEnd(first)}  ${part}`),
  )
  return lines.join('\n')
}

/** Lines of whole words. */
function fill(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const line = `${lines.at(-1)} ${word}`
    if (lines.length > 0 && line.length <= width) lines[lines.length - 1] = line
    else lines.push(word)
  }
  return lines
}
