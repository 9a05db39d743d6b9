import { createContext, useContext } from 'react'
import type { Act, ActAnswer, PageState } from '../page-api.ts'
import type { Action, Model } from './model.ts'
import type { User } from './selectors.ts'

/** What every component may use: the state, who acts, and the two ways to change something. */
export type Page = {
  model: Model
  server: PageState
  me: User
  /** Changes what the page shows. */
  dispatch: (action: Action) => void
  /** Does something in the workspace; a refusal becomes a toast. */
  act: (act: Act) => Promise<ActAnswer>
  /** Milliseconds of the playground's clock. */
  now: () => number
}

export const PageContext = createContext<Page | undefined>(undefined)

/** The page around a component. */
export function usePage(): Page {
  const page = useContext(PageContext)
  if (page === undefined) throw new Error('usePage is for components inside the page only')
  return page
}
