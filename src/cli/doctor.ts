import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import pc from 'picocolors'
import { count } from '../cards/text.ts'
import type { Finding } from '../doctor/finding.ts'
import { readArgs } from './arguments.ts'
import { print, UsageError } from './command.ts'
import { ownTerminal } from './terminal.ts'

/** Looks at all that the bot needs, and says what to mend; the exit code is 1 when the bot does not work. */
export async function doctor(args: string[]): Promise<number> {
  const { values, positionals } = readArgs('doctor', args)
  if (positionals.length > 0) throw new UsageError('doctor takes no words.')
  const [{ examine }, { readEnvironment }] = await Promise.all([
    import('../doctor/doctor.ts'),
    import('../config.ts'),
  ])
  const file = resolve('.env')
  const findings = await examine({
    environment: readEnvironment(),
    source: existsSync(file) ? `the environment and ${file}` : `the environment (there is no ${file})`,
    envFile: file,
    nodeVersion: process.versions.node,
    now: Date.now,
  })
  print(values.json ? findings.map((finding) => `${JSON.stringify(finding)}\n`).join('') : textOf(findings))
  return findings.some(({ level }) => level === 'fault') ? 1 : 0
}

function textOf(findings: readonly Finding[]): string {
  const colours = pc.createColors(ownTerminal().colour)
  const paint = { ok: colours.green, warning: colours.yellow, fault: colours.red }
  const lines = findings.map(({ check, level, found, remedy }) => {
    const word = paint[level](level.padEnd('warning'.length))
    return `${word}  ${check}: ${found}${remedy === undefined ? '' : ` ${remedy}`}\n`
  })
  return `${lines.join('')}\n${summary(findings)}\n`
}

function summary(findings: readonly Finding[]): string {
  const number = (wanted: Finding['level']) => findings.filter(({ level }) => level === wanted).length
  const [faults, warnings] = [number('fault'), number('warning')]
  if (faults + warnings === 0) return 'All is well.'
  const said = [faults && count(faults, 'fault'), warnings && count(warnings, 'warning')].filter(Boolean)
  return `${said.join(' and ')} to look at.`
}
