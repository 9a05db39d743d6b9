import type { Read, Variable } from './variables.ts'

const isLocal = ({ protocol, hostname }: URL) =>
  protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)

/** Whether a text is an https address, or an http one of this machine. */
export function isAddress(value: string): boolean {
  const url = URL.canParse(value) ? new URL(value) : undefined
  return url !== undefined && (url.protocol === 'https:' || isLocal(url))
}

/** The address of an API, which always ends in a slash; what is wrong is added to `faults`. */
export function readAddress(name: Variable, usual: string, read: Read, faults: string[]): string {
  const value = read(name) ?? usual
  if (!isAddress(value)) {
    faults.push(`${name} is not an https address (http only for this machine). Leave it out for ${usual}.`)
  }
  return value.endsWith('/') ? value : `${value}/`
}

/**
 * A number from 0 to `most`, whole; what is wrong is added to `faults`.
 * @param without what it means when the variable is left out, for the fault: `any free port`
 */
export function readNumber(
  name: Variable,
  { most, without }: { most: number; without: string },
  read: Read,
  faults: string[],
): number | undefined {
  const value = read(name)
  if (value === undefined) return undefined
  if (!/^\d+$/.test(value) || Number(value) > most) {
    faults.push(`${name} is not a number from 0 to ${most}. Leave it out for ${without}.`)
  }
  return Number(value)
}

/** `on` or `off`, which is what it is when left out; what is wrong is added to `faults`. */
export function readSwitch(name: Variable, read: Read, faults: string[]): boolean {
  const value = (read(name) ?? 'off').toLowerCase()
  if (!['on', 'off'].includes(value)) faults.push(`${name} is neither on nor off. Leave it out for off.`)
  return value === 'on'
}

export const WHERE_CHANNEL =
  'Copy the ID of the channel from the end of its details in Slack; it looks like C0123456789.'

/** The fault of a variable that should hold a channel. */
export const wrongChannel = (name: Variable): string => `${name} is no ID of a channel. ${WHERE_CHANNEL}`

/** Whether something is set that no ID of a channel looks like. */
export const isNoChannel = (value: string | undefined): boolean =>
  value !== undefined && !/^[CGD][A-Z0-9]{8,}$/.test(value)
