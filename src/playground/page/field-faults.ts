import { useEffect, useState } from 'react'
import type { PageState } from '../page-api.ts'
import { type Draft, faultsIn } from './draft.ts'

/** What is said to be wrong with the inputs of a modal, by block_id. */
export type FieldFaults = {
  of: (blockId: string) => string | undefined
  /** The person is at this input: what was said of it goes. */
  changed: (blockId: string) => void
}

/**
 * Holds what is wrong with the inputs of a modal: what the page finds before it submits, and what the app answers.
 * @param show is called when there may be something new to see
 * @returns `check` says whether Slack would let the person submit
 */
export function useFieldFaults({ view, errors }: PageState['views'][number], draft: Draft, show: () => void) {
  const [found, setFound] = useState<Record<string, string>>({})
  const [mended, setMended] = useState<readonly string[]>([])
  const [checks, setChecks] = useState(0)
  const answered = JSON.stringify(errors)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `show` is made anew each time, and means the same.
  useEffect(show, [checks, answered])
  const faults: FieldFaults = {
    of: (id) => found[id] ?? (mended.includes(id) ? undefined : errors[id]),
    changed(id) {
      if (id in found) setFound(({ [id]: _, ...others }) => others)
      if (id in errors && !mended.includes(id)) setMended([...mended, id])
    },
  }
  const check = () => {
    const next = faultsIn(view, draft)
    const good = Object.keys(next).length === 0
    setFound(next)
    setChecks(checks + 1)
    // The app looks at all of them again.
    if (good) setMended([])
    return good
  }
  return { faults, check }
}
