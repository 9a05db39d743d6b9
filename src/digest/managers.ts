import { FORGOTTEN } from '../store/subscriptions.ts'

/** Somebody as Slack knows them. */
export type Person = {
  id: string
  /** As others read it; may hold anything. */
  name: string
  /** IANA name; undefined when Slack does not tell. */
  zone: string | undefined
  /**
   * `guest`: invited to some channels only. `stranger`: of another workspace, in a shared channel. `unknown`: Slack
   * does not tell at present. `not-permitted`: it does not, for the bot lacks a scope.
   */
  role: 'admin' | 'member' | 'guest' | 'stranger' | 'unknown' | 'not-permitted'
}

/** Who may change digests: anyone of the workspace, the one who made it (and admins), or admins alone. */
export const MANAGER_RULES = ['anyone', 'owner', 'admins'] as const
export type ManagerRule = (typeof MANAGER_RULES)[number]

/**
 * Why a person may not change a digest; undefined when they may. Admins and owners of the workspace always may,
 * guests and strangers never, and who may be one of these only what they made themselves.
 * @param createdBy who made it; null for the environment, undefined when there is none yet or it has no owner
 */
export function refusal(
  { id, role }: Person,
  createdBy: string | null | undefined,
  rule: ManagerRule,
): 'guest' | 'stranger' | 'unknown' | 'not-permitted' | 'not-manager' | undefined {
  if (role === 'guest' || role === 'stranger') return role
  if (role === 'admin' || (createdBy === id && rule !== 'admins')) return undefined
  if (role === 'unknown' || role === 'not-permitted') return role
  if (rule === 'anyone' || (rule === 'owner' && createdBy === undefined)) return undefined
  return 'not-manager'
}

/**
 * Whose digest it is: undefined when there is none, when it was stopped by hand, so that others may begin anew, or when
 * its owner asked to be forgotten, so that others may take it over.
 */
export function ownerOf(
  digest: { createdBy: string | null; stoppedReason: string | null } | undefined,
): string | null | undefined {
  const free = digest?.stoppedReason === 'by-person' || digest?.createdBy === FORGOTTEN
  return free ? undefined : digest?.createdBy
}

/**
 * Who may change a digest, in words.
 * @param createdBy as for `refusal`; `name` is what others call them
 */
export function sayManagers(rule: ManagerRule, createdBy: string | null | undefined, name = ''): string {
  const admins = 'admins and owners of this workspace'
  if (rule === 'admins') return admins
  if (rule === 'anyone' || createdBy === undefined) return 'any member of this workspace'
  return createdBy === null ? admins : `${name}, and ${admins}`
}
