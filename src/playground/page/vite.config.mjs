import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/

/** The licence texts of a package; where it brings none, the name of its licence. */
function textsOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file))
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim())
  return `${name} ${version} (${license})\n\n${texts.join('\n\n')}`.trim()
}

/** Puts beside the page the licences of all that is in it: they ask to go with every copy. */
const licences = {
  name: 'licences',
  generateBundle(_options, bundle) {
    const modules = Object.values(bundle).flatMap(({ modules = {} }) => Object.keys(modules))
    const folders = modules.map((path) => PACKAGE.exec(path.replaceAll('\\', '/').replace('\0', ''))?.[0])
    const packages = [...new Set(folders)].filter(
      (folder) => folder && existsSync(join(folder, 'package.json')),
    )
    const source = `${packages
      .toSorted()
      .map(textsOf)
      .join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
    this.emitFile({ type: 'asset', fileName: 'licences.txt', source })
  },
}

// biome-ignore lint/style/noDefaultExport: what Vite reads
export default { plugins: [licences] }
