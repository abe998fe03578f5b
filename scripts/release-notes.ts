/** `node scripts/release-notes.ts vX.Y.Z`: what the changelog says about a version; fails where package.json or the changelog names another. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const tag = process.argv[2] ?? ''
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
if (tag !== `v${version}`) throw new Error(`The tag is ${tag}, and package.json has ${version}.`)

const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8')
const section = changelog.split(/^## /m).find((one) => one.split(/[\s,]/, 1)[0] === version)
if (!section) throw new Error(`CHANGELOG.md has no section for ${version}.`)
const [title = '', ...lines] = section.split('\n')
if (/unreleased/i.test(title)) throw new Error(`CHANGELOG.md still calls ${version} unreleased. Put the date there.`)
process.stdout.write(`${lines.join('\n').trim()}\n`)
