/** What one look at the installation found, in words for whoever runs the bot. */
export type Finding = {
  /** What was looked at, a noun: `bot token`. */
  check: string
  /** `warning`: the bot works, but not all of it, or not for long. `fault`: it does not. */
  level: 'ok' | 'warning' | 'fault'
  /** What was found, in full sentences. No secret is in it. */
  found: string
  /** What to do about it, in full sentences; of what is well there is nothing to do. */
  remedy?: string
}

/** Something is as it should be. */
export const ok = (check: string, found: string): Finding => ({ check, level: 'ok', found })

/** Something should be mended, or could not be looked at. */
export const warning = (check: string, found: string, remedy: string): Finding => {
  return { check, level: 'warning', found, remedy }
}

/** Something has to be mended. */
export const fault = (check: string, found: string, remedy: string): Finding => {
  return { check, level: 'fault', found, remedy }
}
