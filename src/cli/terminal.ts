import pc from 'picocolors'
import supportsHyperlinks from 'supports-hyperlinks'
import type { Terminal } from '../cards/terminal.ts'

/** What the terminal of this process can do; nothing at all where standard output is a file or another program. */
export function ownTerminal(): Terminal {
  const { isTTY, columns } = process.stdout
  if (!isTTY) return { colour: false, links: false }
  return {
    width: Math.min(columns || 80, 100),
    colour: pc.isColorSupported,
    links: supportsHyperlinks.stdout,
  }
}
