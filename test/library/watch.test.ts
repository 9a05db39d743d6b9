import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { watchFolder } from '../../src/library/watch.ts'
import { ENTRY } from '../catalogue/valid.ts'
import { dataFolder, readableLog } from './scene.ts'

/** A watched folder: how often a change was told, and waiting for the next time. */
async function watched(folder: string) {
  const { log, lines } = readableLog()
  let told = 0
  let wake = () => {}
  const end = watchFolder(
    folder,
    () => {
      told++
      wake()
    },
    log,
  )
  onTestFinished(end)
  /** Does something and waits until it is told. */
  const after = async (change: () => unknown) => {
    const next = new Promise<void>((resolve) => {
      wake = resolve
    })
    await change()
    await next
  }
  return { after, end, told: () => told, lines }
}

test('tells of a file that comes, changes or goes', async () => {
  const { folder } = await dataFolder()
  const at = (path: string) => join(folder, path)
  const { after, told, lines } = await watched(folder)
  await after(() => writeFileSync(at('use-cases/new.yaml'), 'title: New'))
  await after(() => writeFileSync(at(ENTRY), 'title: Changed'))
  await after(() => rmSync(at(ENTRY)))
  await after(() => writeFileSync(at('topics.yaml'), '[]'))
  await after(() => renameSync(at('use-cases/new.yaml'), at('use-cases/newer.yaml')))
  expect(told()).toBe(5)
  expect(lines).toEqual([])
})

test('tells once of many changes in a row', async () => {
  const { folder } = await dataFolder()
  const { after, told } = await watched(folder)
  const many = () => {
    for (let number = 0; number < 100; number++) writeFileSync(join(folder, `use-cases/${number}.yaml`), 'x')
  }
  await after(many)
  await after(many)
  expect(told()).toBe(2)
})

test('a folder that is moved away and made anew is watched again', async () => {
  const { above, folder, fill, write } = await dataFolder()
  const { after, lines } = await watched(folder)
  await after(() => rename(folder, join(above, 'old')))
  await after(fill)
  await after(() => write(ENTRY, 'title: Changed'))
  await after(() => rm(join(folder, 'use-cases'), { recursive: true }))
  await after(() => mkdir(join(folder, 'use-cases')))
  await after(() => write(ENTRY, 'title: Changed again'))
  expect(lines).toEqual([])
})

test('so is one that links lead to, which are swapped as Kubernetes does', async () => {
  const { above, folder } = await dataFolder()
  const mount = join(above, 'mount')
  await mkdir(mount)
  await rename(folder, join(mount, '..one'))
  await symlink('..one', join(mount, '..data'))
  for (const name of ['topics.yaml', 'industries.yaml', 'use-cases'])
    await symlink(join('..data', name), join(mount, name))
  const { after, lines } = await watched(mount)
  await mkdir(join(mount, '..two/use-cases'), { recursive: true })
  await symlink('..two', join(mount, '..data_tmp'))
  await after(() => rename(join(mount, '..data_tmp'), join(mount, '..data')))
  await after(() => writeFile(join(mount, '..two/use-cases/new.yaml'), 'title: New'))
  expect(lines).toEqual([])
})

test('what lies beside the folder is nothing to it', async () => {
  const { above, folder } = await dataFolder()
  const { after, told } = await watched(folder)
  const other = await watched(above)
  await other.after(() => writeFileSync(join(above, 'kstreams.db'), 'x'))
  expect(told()).toBe(0)
  await after(() => writeFileSync(join(folder, ENTRY), 'title: Changed'))
  expect(told()).toBe(1)
})

test('a folder that is not there yet is waited for', async () => {
  const { folder, fill, write } = await dataFolder()
  await rm(folder, { recursive: true })
  const { after, lines } = await watched(folder)
  await after(fill)
  await after(() => write(ENTRY, 'title: Changed'))
  expect(lines).toEqual([])
})

test('nothing is told once it has ended', async () => {
  const { folder, write } = await dataFolder()
  const { end, told } = await watched(folder)
  const other = await watched(folder)
  writeFileSync(join(folder, ENTRY), 'title: Changed')
  end()
  await other.after(() => write(ENTRY, 'title: Changed again'))
  expect(told()).toBe(0)
})
