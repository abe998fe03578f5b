/** Runs the browser tests on the built site; brings a Chromium where the machine has none. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const browsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  process.env.CHROMIUM ?? '',
]
const found = () => browsers.find((path) => path !== '' && existsSync(path))

function run(command: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): void {
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...environment } })
  if (status !== 0) process.exit(status ?? 1)
}

if (!existsSync('.vitepress/dist/index.html')) run('npm', ['run', '--silent', 'site:build'])
if (!found()) {
  console.log('No Chromium here: installing the one of the distribution (packages chromium and fonts-noto-cjk).')
  run('apt-get', ['update', '-qq'])
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], {
    DEBIAN_FRONTEND: 'noninteractive',
  })
}
const browser = found()
if (!browser) {
  console.error('No Chromium was found after installing one. Set CHROMIUM to the path of a Chromium or Chrome.')
  process.exit(1)
}
run('npx', ['vitest', 'run', '--config', 'test/site/vitest.config.ts', ...process.argv.slice(2)], { CHROMIUM: browser })
