import { describe, expect, it } from 'vitest'
import {
  MANAGER_RULES,
  type ManagerRule,
  ownerOf,
  type Person,
  refusal,
  sayManagers,
} from '../../src/digest/managers.ts'
import { FORGOTTEN } from '../../src/store/subscriptions.ts'

const person = (role: Person['role'], id = 'U1'): Person => ({ id, name: 'Ada', zone: undefined, role })

describe('who may change a digest', () => {
  // What a member may, and what somebody may of whom Slack does not say who they are.
  it.each<[ManagerRule, string, string | null | undefined, boolean, boolean]>([
    ['anyone', 'of their own', 'U1', true, true],
    ['anyone', 'of another', 'U2', true, false],
    ['anyone', 'of the environment', null, true, false],
    ['anyone', 'that is new', undefined, true, false],
    ['owner', 'of their own', 'U1', true, true],
    ['owner', 'of another', 'U2', false, false],
    ['owner', 'of the environment', null, false, false],
    ['owner', 'that is new', undefined, true, false],
    ['admins', 'of their own', 'U1', false, false],
    ['admins', 'of another', 'U2', false, false],
    ['admins', 'of the environment', null, false, false],
    ['admins', 'that is new', undefined, false, false],
  ])('under “%s”, a member and a digest %s', (rule, _, createdBy, member, unknown) => {
    expect(refusal(person('member'), createdBy, rule)).toBe(member ? undefined : 'not-manager')
    expect(refusal(person('unknown'), createdBy, rule)).toBe(unknown ? undefined : 'unknown')
  })

  it.each(MANAGER_RULES)('under “%s”, admins always, guests and strangers never', (rule) => {
    for (const createdBy of ['U1', 'U2', null, undefined]) {
      expect(refusal(person('admin'), createdBy, rule)).toBeUndefined()
      expect(refusal(person('guest'), createdBy, rule)).toBe('guest')
      expect(refusal(person('stranger'), createdBy, rule)).toBe('stranger')
    }
  })
})

describe('whose digest it is', () => {
  it.each([
    [undefined, undefined],
    [{ createdBy: 'U1', stoppedReason: null }, 'U1'],
    [{ createdBy: null, stoppedReason: null }, null],
    // Slack stopped it: it is still theirs.
    [{ createdBy: 'U1', stoppedReason: 'is_archived' }, 'U1'],
    [{ createdBy: 'U1', stoppedReason: 'by-person' }, undefined],
    [{ createdBy: null, stoppedReason: 'by-person' }, undefined],
    // They asked to be forgotten: it is anybody's.
    [{ createdBy: FORGOTTEN, stoppedReason: null }, undefined],
  ])('%j: %j', (digest, owner) => {
    expect(ownerOf(digest)).toBe(owner)
  })
})

describe('who may, in words', () => {
  it.each<[ManagerRule, string | null | undefined, string]>([
    ['anyone', 'U1', 'any member of this workspace'],
    ['anyone', null, 'any member of this workspace'],
    ['owner', 'U1', 'Ada, and admins and owners of this workspace'],
    ['owner', null, 'admins and owners of this workspace'],
    ['owner', undefined, 'any member of this workspace'],
    ['admins', 'U1', 'admins and owners of this workspace'],
    ['admins', undefined, 'admins and owners of this workspace'],
  ])('under “%s”, a digest of %s: %s', (rule, createdBy, said) => {
    expect(sayManagers(rule, createdBy, 'Ada')).toBe(said)
  })
})
