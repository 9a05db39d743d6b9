import type { Tables } from './tables.ts'

/** Each table with its primary key. */
export const KEYS: Record<keyof Tables, readonly string[]> = {
  subscription: ['team', 'channel'],
  delivery: ['id'],
  audit: ['id'],
  saved: ['team', 'person', 'useCase'],
  vote: ['team', 'answer', 'voter'],
  search: ['team', 'day', 'query'],
  suggestion: ['team', 'id'],
  welcome: ['team', 'person'],
  seenEvent: ['team', 'key'],
  link: ['team', 'url'],
  installation: ['id'],
  workspace: ['team'],
  quota: ['team', 'method'],
}

/** All tables. Each has a column `team`. */
export const TABLES = Object.keys(KEYS) as readonly (keyof Tables)[]
