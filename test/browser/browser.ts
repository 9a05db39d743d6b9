import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import chromium from '@sparticuz/chromium'
import { type Browser, type BrowserContextOptions, chromium as driver, type Page } from 'playwright-core'

/**
 * A browser: on Linux the Chromium that comes from npm, elsewhere (or where that does not start) an installed Chrome.
 * @returns undefined, and a line on standard error that says so, where there is none
 */
export async function launchBrowser(): Promise<Browser | undefined> {
  const faults: string[] = []
  const attempt = async (start: () => Promise<Browser>) => {
    try {
      return await start()
    } catch (error) {
      faults.push(String(error).split('\n')[0] ?? '')
      return undefined
    }
  }
  const own = async (libraries: Record<string, string> = {}) =>
    driver.launch({
      executablePath: await unpackChromium(),
      args: argumentsOf(chromium.args),
      env: { ...process.env, ...libraries },
    })
  const linux = process.platform === 'linux'
  const browser =
    (linux ? await attempt(() => own()) : undefined) ??
    // A bare Linux lacks some libraries; the package brings those of the cloud function that it was made for.
    (linux ? await attempt(() => own({ LD_LIBRARY_PATH: join(CACHE, 'al2023', 'lib') })) : undefined) ??
    (await attempt(() => driver.launch({ channel: 'chrome' })))
  if (browser === undefined) {
    process.stderr.write(`No browser, so the tests of the page are skipped: ${faults.join('; ')}\n`)
  }
  return browser
}

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/chromium', import.meta.url))

/**
 * The package unpacks its browser into the folder for temporary files, where a second test file would find it half
 * written: so each unpacks its own, and the first one to finish is kept.
 */
async function unpackChromium(): Promise<string> {
  const program = join(CACHE, 'chromium')
  if (existsSync(program)) return program
  const mine = `${CACHE}-${process.pid}`
  await mkdir(mine, { recursive: true })
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = mine
  // Makes it unpack the libraries, too.
  process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs22.x'
  try {
    await chromium.executablePath()
  } finally {
    delete process.env['AWS_LAMBDA_JS_RUNTIME']
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
  await rename(mine, CACHE).catch(() => rm(mine, { recursive: true, force: true }))
  return program
}

/** Made for a cloud function: a single process dies with its first page, and a web page must not be trusted here. */
function argumentsOf(args: readonly string[]): string[] {
  return args.filter((one) => !['--single-process', '--disable-web-security'].includes(one))
}

/** A fresh page of the playground, as nobody has seen it before, ready to be used. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  await page.goto(url)
  await page.getByText('App connected').waitFor()
  return page
}
