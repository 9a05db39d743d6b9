import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT, read, settingsOf, stopsWithin, unknownVariables, WAYS } from './files.ts'

const FILE = 'deploy/kstreams.service'
/** Each setting with all its values, in order. */
const unit = new Map<string, string[]>()
for (const [, name = '', value = ''] of read(FILE).matchAll(/^(\w+)=(.*)$/gm))
  unit.set(name, [...(unit.get(name) ?? []), value])
const one = (name: string) => {
  expect(unit.get(name), name).toHaveLength(1)
  return unit.get(name)?.[0] ?? ''
}
const environment = Object.fromEntries((unit.get('Environment') ?? []).map((pair) => pair.split(/=(.*)/)))
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0

describe('deploy/kstreams.service', () => {
  it('runs the program itself, with variables that are read', () => {
    const { main } = JSON.parse(read('package.json'))
    expect(one('ExecStart')).toBe(`/usr/bin/node ${join(one('WorkingDirectory'), main)}`)
    expect(unknownVariables(Object.keys(environment))).toEqual([])
    expect(settingsOf({ ...environment, ...WAYS['Socket Mode'] }).secrets.databaseUrl).toBe(
      `file:/var/lib/${one('StateDirectory')}/kstreams.db`,
    )
  })

  it('lets the bot write to its own folder, and see nothing of others', () => {
    const held = {
      DynamicUser: 'yes',
      NoNewPrivileges: 'yes',
      ProtectSystem: 'strict',
      ProtectHome: 'yes',
      PrivateTmp: 'yes',
      PrivateDevices: 'yes',
      CapabilityBoundingSet: '',
      RestrictSUIDSGID: 'yes',
      StateDirectoryMode: '0700',
    }
    expect(Object.fromEntries(Object.keys(held).map((name) => [name, one(name)]))).toEqual(held)
    expect(unit.has('ReadWritePaths')).toBe(false)
    // Node would not start: it compiles while it runs.
    expect(unit.has('MemoryDenyWriteExecute')).toBe(false)
  })

  it('comes back after a fault, and gets time to finish', () => {
    expect([one('Restart'), one('StartLimitIntervalSec')]).toEqual(['on-failure', '0'])
    const wait = stopsWithin({ ...environment, ...WAYS['HTTP, many workspaces'] })
    expect(Number(one('TimeoutStopSec'))).toBeGreaterThan(wait)
    expect(one('ExecReload')).toBe('/bin/kill -HUP $MAINPID')
  })

  it.skipIf(!hasSystemd)('is understood by systemd', () => {
    // It looks for the program, too, which may be elsewhere here.
    const found = spawnSync('systemd-analyze', ['verify', join(ROOT, FILE)], { encoding: 'utf8' })
    const about = found.stderr.split('\n').filter((line) => line.includes('kstreams.service'))
    expect(about.filter((line) => !/is not executable/.test(line))).toEqual([])
  })

  it.skipIf(!hasSystemd)('is as exposed as systemd calls OK, or less', () => {
    const args = ['security', '--offline=true', '--no-pager', '--threshold=15', join(ROOT, FILE)]
    expect(execFileSync('systemd-analyze', args, { encoding: 'utf8' })).toMatch(/exposure level.*: [01]\.\d/)
  })
})
