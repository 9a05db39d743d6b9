import { useEffect, useState } from 'react'
import { type Json, jsonList, stringOf } from './json.ts'
import { type Option, optionOf, optionsOf } from './options.ts'
import { usePage } from './page-context.ts'

/** Asks the app what it offers for the text in an external select; a string says what went wrong. */
export type Asking = (element: Json, text: string) => Promise<Option[] | string>

/** The choices to show, and a line about them when there are none, or when they are not there yet. */
export type Offered = { options: Option[]; says: string | undefined }

/** Slack's own, unless the element says otherwise: characters to type before it asks. */
const MIN_QUERY = 3
/** While somebody types on, nothing is asked. */
const PAUSE_MS = 150

/** What a menu offers for what was typed into it: found among its own options, or by asking the app. */
export function useOffered(element: Json, text: string, open: boolean, ask: Asking): Offered {
  const page = usePage()
  const external = stringOf(element['type']).endsWith('external_select')
  const answer = useAnswer(element, text, open && external, ask)
  if (external) return answer
  const wanted = text.trim().toLowerCase()
  const options = optionsOf(element, page).filter((one) => one.text.toLowerCase().includes(wanted))
  return { options, says: options.length > 0 ? undefined : 'No results' }
}

/** Options that Slack's answer holds, as choices. */
export function offeredOptions(options: unknown): Option[] {
  return jsonList(options).map(optionOf)
}

function useAnswer(element: Json, text: string, open: boolean, ask: Asking): Offered {
  const [answer, setAnswer] = useState<{ text: string; found: Option[] | string }>()
  const least = typeof element['min_query_length'] === 'number' ? element['min_query_length'] : MIN_QUERY
  const missing = least - text.length
  const asks = open && missing <= 0
  const actionId = stringOf(element['action_id'])
  // biome-ignore lint/correctness/useExhaustiveDependencies: element and ask are made anew each time, and mean the same.
  useEffect(() => {
    if (!asks) return
    let current = true
    const later = setTimeout(async () => {
      const found = await ask(element, text)
      // Slower answers to what stood there before are of no use any more.
      if (current) setAnswer({ text, found })
    }, PAUSE_MS)
    return () => {
      current = false
      clearTimeout(later)
    }
  }, [asks, text, actionId])
  if (missing > 0) return { options: [], says: `Type ${missing} more character${missing > 1 ? 's' : ''}` }
  if (answer === undefined || answer.text !== text) return { options: [], says: 'Loading…' }
  if (typeof answer.found === 'string') return { options: [], says: answer.found }
  return { options: answer.found, says: answer.found.length > 0 ? undefined : 'No results' }
}
