/** The built site behind a small server, and a Chromium that looks at it. */
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { extname, join } from 'node:path'
import { createGzip, gzipSync } from 'node:zlib'
import { type Browser, chromium, type Page } from 'playwright-core'

export const dist = new URL('../../.vitepress/dist/', import.meta.url).pathname
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
  '.py': 'text/plain; charset=utf-8',
  '.xml': 'application/xml',
}

/** The file behind an address: clean addresses get `.html`, folders their index. */
function fileOf(address: string): string | undefined {
  const path = decodeURIComponent(address.split(/[?#]/)[0] as string)
  const candidates = path.endsWith('/') ? [`${path}index.html`] : [path, `${path}.html`, `${path}/index.html`]
  return candidates
    .map((one) => join(dist, one))
    .find((one) => one.startsWith(dist) && existsSync(one) && statSync(one).isFile())
}

export interface BuiltSite {
  readonly address: string
  readonly browser: Browser
  readonly close: () => Promise<void>
}

/** Serves the built site, gzipped as a real host does. */
export async function serveSite(): Promise<{ readonly address: string; readonly close: () => Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const file = fileOf(request.url ?? '/')
    const shown = file ?? join(dist, '404.html')
    response.writeHead(file ? 200 : 404, {
      'content-type': types[extname(shown)] ?? 'application/octet-stream',
      'content-encoding': 'gzip',
    })
    createReadStream(shown).pipe(createGzip()).pipe(response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const place = server.address()
  const port = typeof place === 'object' && place ? place.port : 0
  return {
    address: `http://127.0.0.1:${port}`,
    close: async () => {
      await new Promise((done) => server.close(done))
    },
  }
}

/** Serves the built site and starts a browser. */
export async function openSite(): Promise<BuiltSite> {
  const server = await serveSite()
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  return {
    address: server.address,
    browser,
    close: async () => {
      await browser.close()
      await server.close()
    },
  }
}

/** A page that remembers what went wrong on it. */
export async function openPage(
  site: BuiltSite,
  path: string,
  look: { readonly width?: number; readonly dark?: boolean; readonly script?: boolean } = {},
): Promise<{ readonly page: Page; readonly troubles: string[] }> {
  const context = await site.browser.newContext({
    viewport: { width: look.width ?? 1440, height: 900 },
    colorScheme: look.dark ? 'dark' : 'light',
    javaScriptEnabled: look.script ?? true,
  })
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text())
  })
  page.on('pageerror', (error) => troubles.push(error.message))
  await page.goto(`${site.address}${path}`, { waitUntil: 'load' })
  if (look.script ?? true) await page.waitForLoadState('networkidle')
  return { page, troubles }
}

/** Every built page, as its address. */
export function addresses(folder = ''): readonly string[] {
  return readdirSync(join(dist, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name
    if (entry.isDirectory()) return entry.name === 'assets' ? [] : addresses(path)
    if (!entry.name.endsWith('.html') || entry.name === '404.html') return []
    return [`/${path.replace(/(^|\/)index\.html$/, '$1').replace(/\.html$/, '')}`]
  })
}

export const htmlOf = (address: string): string => readFileSync(fileOf(address) as string, 'utf8')
export const exists = (address: string): boolean => fileOf(address) !== undefined
/** Bytes over the wire of a built file. */
export const gzipped = (path: string): number => gzipSync(readFileSync(join(dist, path)), { level: 9 }).length
