import { type Schedule, type Slot, slotAfter } from '../../src/digest/schedule.ts'
import { localTime } from './clock-changes.ts'

/** All slots after a moment, up to another: a thousand at the most, should they not go on. */
export function walk(schedule: Schedule, from: number, to: number): Slot[] {
  const slots: Slot[] = []
  for (let after = from; slots.length < 1000; ) {
    const slot = slotAfter(schedule, after)
    if (slot.at > to) break
    slots.push(slot)
    after = slot.at
  }
  return slots
}

/** Whether local time is as wanted, or jumps over what is wanted at that very moment. */
export function rightThere(date: string, time: string, at: number, zone: string): boolean {
  const [there, wanted] = [localTime(at, zone), `${date} ${time}:00`]
  return there === wanted || (there > wanted && localTime(at - 60_000, zone) < wanted)
}
