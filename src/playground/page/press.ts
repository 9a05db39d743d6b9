import type { Json } from './json.ts'

/** What a person used in blocks: which element, and what they chose in it. */
export type Used = { actionId: string; nth: number; value?: unknown }

/** Uses an element of these blocks. */
export type Use = (used: Used) => void

/** Presses an element, with what was chosen in it. */
export type PressElement = (element: Json, value?: unknown) => void
