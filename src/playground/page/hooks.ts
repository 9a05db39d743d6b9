import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react'

/** Whether this media query holds, kept up to date. */
export function useMedia(query: string): boolean {
  const subscribe = (changed: () => void) => {
    const list = matchMedia(query)
    list.addEventListener('change', changed)
    return () => list.removeEventListener('change', changed)
  }
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches)
}

/** There is room for the thread and the tools side by side. */
export const ROOM_FOR_TWO = '(min-width: 1500px)'
export const PHONE = '(max-width: 760px)'

/** A value that outlives the page, in this browser. */
export function useStored(key: string, initial: string): [string, (value: string) => void] {
  const [value, setValue] = useState(() => read(key) ?? initial)
  const store = (next: string) => {
    setValue(next)
    try {
      localStorage.setItem(key, next)
    } catch {
      // Private windows may refuse: the value then lives as long as the page.
    }
  }
  return [value, store]
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

/**
 * A pane that takes the focus when it opens and gives it back when it closes. Escape anywhere in it closes it.
 * @param target selects what gets the focus; else the pane itself does
 */
export function usePane(close: () => void, target?: string): RefObject<HTMLElement | null> {
  const pane = useRef<HTMLElement>(null)
  const latest = useRef(close)
  latest.current = close
  useEffect(() => {
    const element = pane.current
    const before = document.activeElement
    const inside = target === undefined ? null : element?.querySelector<HTMLElement>(target)
    const first = inside ?? element
    first?.focus()
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      // What lies on top goes first: a dialog closes itself.
      if (!element?.contains(event.target as Node) || document.querySelector('dialog[open]')) return
      event.preventDefault()
      latest.current()
    }
    // On the document, so that React's own listeners have had their say.
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('keydown', onKey)
      // Only when the focus went down with the pane: whoever moved on meanwhile stays there.
      const lost = document.activeElement === document.body || element?.contains(document.activeElement)
      if (!lost) return
      const back = before instanceof HTMLElement && before.isConnected ? before : undefined
      const fallback = document.querySelector<HTMLElement>('#composer')
      const goal = back === undefined || back === document.body ? fallback : back
      goal?.focus()
    }
  }, [target])
  return pane
}

/** The present time of the playground, looked at once a second. */
export function useTick(now: () => number): number {
  const [time, setTime] = useState(now)
  const latest = useRef(now)
  latest.current = now
  useEffect(() => {
    const timer = setInterval(() => setTime(latest.current()), 1000)
    return () => clearInterval(timer)
  }, [])
  // A clock that was just turned shows at once.
  return Math.abs(now() - time) > 2000 ? now() : time
}

/** How long a value must rest before it counts as said. */
const SETTLED_MS = 400

/**
 * Says a value once nothing new came for a moment: a time is typed digit by digit. `now` says it at once, if one
 * waits.
 */
export function useSettled<T>(say: (value: T) => void): { later: (value: T) => void; now: () => void } {
  const waiting = useRef<{ value: T; timer: ReturnType<typeof setTimeout> } | undefined>(undefined)
  const latest = useRef(say)
  latest.current = say
  const now = () => {
    const { current } = waiting
    if (current === undefined) return
    clearTimeout(current.timer)
    waiting.current = undefined
    latest.current(current.value)
  }
  const later = (value: T) => {
    clearTimeout(waiting.current?.timer)
    waiting.current = { value, timer: setTimeout(now, SETTLED_MS) }
  }
  useEffect(() => () => clearTimeout(waiting.current?.timer), [])
  return { later, now }
}
