import { useEffect, useLayoutEffect, useRef } from 'react'
import type { PageState } from '../page-api.ts'
import { sendAct } from './api.ts'
import { type Draft, draftValues, prune } from './draft.ts'

/**
 * What is filled in in a view and not sent yet. When the view goes from the page without being closed (another one
 * lies on top of it, or somebody else acts), the server keeps it.
 */
export function useDraft(state: PageState['views'][number], user: string): Draft {
  const draft = useRef<Draft>({})
  const latest = useRef(state)
  latest.current = state
  // biome-ignore lint/correctness/useExhaustiveDependencies: the hash changes whenever the blocks do.
  useLayoutEffect(() => prune(state.view, draft.current), [state.hash])
  useEffect(
    () => () => {
      const { id, view } = latest.current
      const values = draftValues(view, draft.current)
      if (Object.keys(values).length > 0) void sendAct({ do: 'fill', user, viewId: id, values })
    },
    [user],
  )
  return draft.current
}
