import { SURFACES } from './block-kit-blocks.ts'
import { LIMITS } from './block-kit-limits.ts'
import { fault, type Report, textLength } from './shape.ts'
import { isJson } from './world.ts'

const NONE: ReadonlySet<string> = new Set()

/**
 * All faults of these blocks on this surface, in Slack's sentences with json-pointers below `at` ('/blocks',
 * '/view/blocks'). Empty when Slack would take them. The two sets of `about` may be left out.
 */
export function checkBlocks(
  blocks: unknown,
  at: string,
  about: Pick<Report, 'surface'> & Partial<Omit<Report, 'faults'>>,
): string[] {
  const report: Report = { rejectedBlocks: NONE, brokenImages: NONE, ...about, faults: [] }
  if (!Array.isArray(blocks)) return [`must provide an array [json-pointer:${at}]`]
  const most = LIMITS.blocks[report.surface]
  if (blocks.length > most) fault(report, at, `no more than ${most} items allowed`)
  for (const [index, one] of blocks.entries()) SURFACES[report.surface](one, `${at}/${index}`, report)
  checkIds(blocks, at, report)
  checkTogether(blocks, at, report)
  return report.faults
}

/** block_id is unique in the payload, action_id in its block; a card of a carousel counts as a block. */
function checkIds(blocks: unknown[], at: string, report: Report, seen = new Set<string>()): void {
  for (const [index, one] of blocks.entries()) {
    if (!isJson(one)) continue
    const place = `${at}/${index}`
    const name = one['block_id']
    if (typeof name === 'string') {
      if (seen.has(name)) fault(report, `${place}/block_id`, `\`block_id\` "${name}" already exists`)
      seen.add(name)
    }
    const actions = new Set<string>()
    for (const key of ['elements', 'actions']) {
      const elements = Array.isArray(one[key]) ? (one[key] as unknown[]) : []
      for (const [spot, element] of elements.entries()) {
        const action = isJson(element) ? element['action_id'] : undefined
        if (typeof action !== 'string') continue
        if (actions.has(action)) {
          fault(report, `${place}/${key}/${spot}/action_id`, `\`action_id\` "${action}" already exists`)
        }
        actions.add(action)
      }
    }
    if (one['type'] === 'carousel' && Array.isArray(one['elements'])) {
      checkIds(one['elements'], `${place}/elements`, report, seen)
    }
    if (Array.isArray(one['child_blocks'])) {
      checkIds(one['child_blocks'], `${place}/child_blocks`, report, seen)
    }
  }
}

function checkTogether(blocks: unknown[], at: string, report: Report): void {
  const tables = blocks.flatMap((one, index) => (isJson(one) && one['type'] === 'table' ? [index] : []))
  if (tables.length > 1) fault(report, `${at}/${tables[1]}`, 'only_one_table_allowed')
  const markdown = blocks.filter((one) => isJson(one) && one['type'] === 'markdown')
  if (markdown.length > 1 && textLength(markdown) > LIMITS.markdown) {
    fault(report, at, `must be less than ${LIMITS.markdown + 1} characters`)
  }
}
