import { type RefObject, useEffect, useRef } from 'react'

/** The person has scrolled up by more than this to read. */
const READING = 80
/** What stays visible above the newest item. */
const MARGIN = 16
/** So little above the newest item (a thread's first message) is shown along with it. */
const HEAD = 220

/** Where the newest item is in sight: the end of the list where it fits in whole, else the item's head. */
function goalOf(list: HTMLElement): number {
  const end = list.scrollHeight - list.clientHeight
  const newest = list.querySelector('ol > li:last-child')
  if (newest === null) return end
  const top = newest.getBoundingClientRect().top - list.getBoundingClientRect().top + list.scrollTop
  if (end <= top) return end
  return top < HEAD ? 0 : top - MARGIN
}

/**
 * Keeps the newest item of a list in sight, unless the person has scrolled up to read.
 * @param newest changes when there is a new item
 * @param grows whether items that grow later (cards that are drawn) are followed, too
 */
export function useNewestInSight(newest: string | undefined, grows = true): RefObject<HTMLElement | null> {
  const list = useRef<HTMLElement>(null)
  const follows = useRef(true)
  useEffect(() => {
    const element = list.current
    if (element === null || !grows) return
    const follow = () => {
      if (follows.current) element.scrollTop = goalOf(element)
    }
    let before = element.scrollTop
    const onScroll = () => {
      const { scrollTop } = element
      if (scrollTop >= goalOf(element) - READING) follows.current = true
      // What grew below since the list was last moved (a preview that comes at once) is no scrolling up.
      else if (scrollTop < before) follows.current = false
      before = scrollTop
    }
    // The list also shrinks when the composer grows.
    const observer = new ResizeObserver(follow)
    observer.observe(element)
    if (element.firstElementChild) observer.observe(element.firstElementChild)
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', onScroll)
    }
  }, [grows])
  useEffect(() => {
    if (newest === undefined || list.current === null) return
    follows.current = true
    list.current.scrollTop = goalOf(list.current)
  }, [newest])
  return list
}
