import type { HomeView, ModalView } from '@slack/types'
import type { AnyBlock, Reply } from '../../src/cards/blocks.ts'

/** Something that the bot shows. Its name is that of its golden file; the first word of it says what it belongs to. */
export type Entry = { name: string } & (
  | { kind: 'message'; make: () => Reply }
  | { kind: 'modal'; make: () => ModalView }
  | { kind: 'home'; make: () => HomeView }
  | { kind: 'unfurl'; make: () => AnyBlock[] }
  | { kind: 'terminal'; make: () => string }
)

export const message = (name: string, make: () => Reply): Entry => ({ name, kind: 'message', make })
export const modal = (name: string, make: () => ModalView): Entry => ({ name, kind: 'modal', make })
export const home = (name: string, make: () => HomeView): Entry => ({ name, kind: 'home', make })
export const terminal = (name: string, make: () => string): Entry => ({ name, kind: 'terminal', make })
