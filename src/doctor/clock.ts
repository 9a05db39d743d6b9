import type { Transport } from '../config.ts'
import { type Finding, fault, ok, warning } from './finding.ts'

// Slack's requests are refused when they are five minutes old: a minute before that they are as good as refused.
const FAULT_S = 240
const WARNING_S = 60

const REMEDY = 'Set the clock of this machine, best by a time service (timedatectl set-ntp true).'

/**
 * Compares this machine's clock with Slack's.
 * @param aheadMs how far it is ahead; undefined where Slack did not say
 */
export function checkClock(aheadMs: number | undefined, transport: Transport['kind']): Finding {
  if (aheadMs === undefined)
    return warning(
      'clock',
      'Slack did not say what time it is.',
      'Compare the clock of this machine yourself.',
    )
  const off = Math.round(Math.abs(aheadMs) / 1000)
  if (off <= WARNING_S) return ok('clock', `It agrees with Slack's${off > 1 ? ` to ${off} seconds` : ''}.`)
  const found = `It is ${off} seconds ${aheadMs > 0 ? 'ahead of' : 'behind'} Slack's.`
  if (off <= FAULT_S) return warning('clock', found, REMEDY)
  const harm =
    transport === 'http'
      ? 'The bot refuses what Slack sends when it seems to be five minutes old.'
      : 'Digests come at a wrong time.'
  return fault('clock', `${found} ${harm}`, REMEDY)
}
