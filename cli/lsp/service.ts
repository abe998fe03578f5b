/** What an editor can ask about the files that are open in it; places are paths and offsets, so that it knows of no protocol. */
import { dirname, sep } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { unknownKind } from '../../shared/readers/unknown-kind.ts'
import type { FileFinding, ReadFile } from '../../shared/rules/file-rule.ts'
import type { Wording } from '../face.ts'
import { findingText } from '../finding-text.ts'
import { type Gathered, placesOf } from '../gather-files.ts'
import type { Host } from '../host.ts'
import { problemLines } from '../print/problem.ts'
import { clean } from '../print/text.ts'
import type { ProjectConfig } from '../project-config.ts'
import type { UserError } from '../user-error.ts'
import type { TerminalWords } from '../words/words.ts'
import { card } from './card.ts'
import { type Completion, complete, kindByName } from './complete.ts'
import { type Action, actionsFor, fixAll } from './fixes.ts'
import { keyAt } from './keys-at.ts'
import { type Link, linksIn, type PlaceIn, winnersOf } from './places.ts'
import { type Asked, type Picture, Project, runWith } from './project.ts'

export interface Problem {
  readonly rule: string
  readonly severity: FileFinding['severity']
  readonly message: string
  readonly url: string | null
  readonly start: number
  readonly end: number
}

export interface Problems {
  readonly place: string
  readonly text: string
  readonly problems: readonly Problem[]
}

export interface Service {
  /** The folders of the workspace; files elsewhere are a project with their folder. */
  readonly setFolders: (folders: readonly string[]) => void
  readonly set: (place: string, text: string) => void
  readonly close: (place: string) => void
  /** The disk changed. */
  readonly changed: () => void
  /** What is wrong in the open files, and in those of the same runs. */
  readonly problems: () => Promise<readonly Problems[]>
  readonly hover: (
    place: string,
    offset: number,
  ) => Promise<{ readonly markdown: string; readonly start: number; readonly end: number } | undefined>
  readonly complete: (place: string, offset: number, text: string) => Promise<readonly Completion[]>
  readonly actions: (place: string, start: number, end: number) => Promise<readonly Action[]>
  readonly fixAll: (place: string) => Promise<readonly Action[]>
  readonly winners: (place: string, offset: number) => Promise<readonly PlaceIn[]>
  readonly links: (place: string) => Promise<readonly Link[]>
}

export interface Surroundings {
  readonly host: Host
  readonly wording: Wording
  readonly words: TerminalWords
  readonly asked: Asked
  readonly config: (host: Host) => ProjectConfig
}

const inside = (folder: string, place: string): boolean =>
  place.startsWith(folder.endsWith(sep) ? folder : folder + sep)

/** Settings of the project that cannot be used, told where they stand. */
function unusable(error: UserError, { host, wording, words }: Surroundings, place: string): Problems {
  const text = new TextDecoder().decode(host.files.read(place))
  const line = Number(error.facts.line ?? 1)
  const ends = [...text.matchAll(/\r\n|[\n\r]/g)]
  const before = ends[line - 2]
  const start = before ? before.index + before[0].length : 0
  const end = ends[line - 1]?.index ?? text.length
  const message = stripVTControlCharacters(problemLines(error, wording, words, host.errors).join('\n'))
  return { place, text, problems: [{ rule: error.code, severity: 'error', message, url: null, start, end }] }
}

function problemOf(finding: FileFinding, wording: Wording): Problem {
  const { message, fix, url } = findingText(finding, wording)
  return {
    rule: finding.rule,
    severity: finding.severity,
    message: clean([message, fix].filter(Boolean).join('\n')),
    url,
    start: finding.at.offset,
    end: Math.max(finding.end, finding.at.offset),
  }
}

export function serviceFor(surroundings: Surroundings): Service {
  const { host, wording, asked, config } = surroundings
  let folders: readonly string[] = []
  const projects = new Map<string, Project>()

  const rootOf = (place: string): string =>
    folders.filter((folder) => inside(folder, place)).sort((a, b) => b.length - a.length)[0] ?? dirname(place)
  const projectOf = (place: string): Project => {
    const root = rootOf(place)
    const known = projects.get(root) ?? new Project(host, root, asked, config)
    projects.set(root, known)
    return known
  }
  const at = async (place: string): Promise<{ picture: Picture; file: Gathered | undefined }> => {
    const picture = await projectOf(place).picture()
    return { picture, file: picture.files.find((one) => one.place === place) }
  }

  return {
    setFolders: (next) => {
      const open = [...projects.values()].flatMap((project) => project.texts())
      folders = next
      projects.clear()
      for (const [place, text] of open) projectOf(place).set(place, text)
    },
    set: (place, text) => projectOf(place).set(place, text),
    close: (place) => {
      const project = projectOf(place)
      project.close(place)
      if (project.open.length === 0) projects.delete(rootOf(place))
    },
    changed: () => {
      for (const project of projects.values()) project.changed()
    },
    problems: async () => {
      const found: Problems[] = []
      for (const project of projects.values()) {
        const { findings, unusable: error } = await project.picture()
        for (const [file, all] of findings)
          found.push({ place: file.place, text: file.text, problems: all.map((one) => problemOf(one, wording)) })
        const settings = typeof error?.facts.path === 'string' ? error.facts.path : undefined
        if (error && settings !== undefined) found.push(unusable(error, surroundings, settings))
      }
      return found
    },
    hover: async (place, offset) => {
      const { picture, file } = await at(place)
      const here = file && keyAt(file, offset)
      if (!file || !here) return undefined
      const markdown = card(runWith(picture, file), file, here, wording)
      return { markdown, start: here.start, end: here.end }
    },
    complete: async (place, offset, text) => {
      const { file } = await at(place)
      const name = place.slice(place.lastIndexOf(sep) + 1)
      const kind = knownKind(file) ?? kindByName(name)
      return kind === undefined ? [] : complete(text, offset, kind, file, wording)
    },
    actions: async (place, start, end) => {
      const { picture, file } = await at(place)
      if (!file) return []
      const touched = (picture.findings.get(file) ?? []).filter(
        (one) => one.at.offset <= end && Math.max(one.end, one.at.offset) >= start,
      )
      return actionsFor(runWith(picture, file), file, touched, picture.terms, wording)
    },
    fixAll: async (place) => {
      const { picture, file } = await at(place)
      return file ? fixAll(runWith(picture, file), file, picture.terms, wording) : []
    },
    winners: async (place, offset) => {
      const { picture, file } = await at(place)
      const here = file && keyAt(file, offset)
      return file && here ? winnersOf(runWith(picture, file), file, here) : []
    },
    links: async (place) => {
      const { picture, file } = await at(place)
      return file ? linksIn(file, picture.files, (name) => placesOf(host, place, name)) : []
    },
  }
}

/** The kind of a file that some reader knows. */
const knownKind = (file: ReadFile | undefined): string | undefined =>
  file && file.reading.kind !== unknownKind ? file.reading.kind : undefined
