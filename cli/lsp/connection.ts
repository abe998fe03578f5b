/** The Language Server Protocol over standard input and output; a file of its own, so that only `lsp` reads the library. */
import { fileURLToPath, pathToFileURL } from 'node:url'
import {
  type CodeAction,
  CodeActionKind,
  type CompletionItem,
  CompletionItemKind,
  createConnection,
  type Diagnostic,
  DiagnosticSeverity,
  DidChangeWatchedFilesNotification,
  InsertTextFormat,
  MarkupKind,
  ProposedFeatures,
  type Range,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import type { Action } from './fixes.ts'
import type { Problem, Problems, Service } from './service.ts'

export interface Connected {
  readonly version: string
  readonly service: Service
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
  readonly now: () => number
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  hint: DiagnosticSeverity.Information,
} as const

/** The path of a file; undefined for a text that is in no file. */
function placeOf(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined
  } catch {
    return undefined
  }
}

const asDocument = (place: string, text: string): TextDocument =>
  TextDocument.create(pathToFileURL(place).href, 'plaintext', 0, text)
const rangeIn = (document: TextDocument, start: number, end: number): Range => ({
  start: document.positionAt(start),
  end: document.positionAt(end),
})

const diagnosticOf = (document: TextDocument, problem: Problem): Diagnostic => ({
  range: rangeIn(document, problem.start, problem.end),
  severity: severities[problem.severity],
  code: problem.rule,
  ...(problem.url !== null && { codeDescription: { href: problem.url } }),
  source: 'lora-wizard',
  message: problem.message,
})

const actionKinds: Readonly<Record<Action['is'], CodeActionKind>> = {
  fix: CodeActionKind.QuickFix,
  disable: CodeActionKind.QuickFix,
  'fix-all': `${CodeActionKind.SourceFixAll}.lora-wizard`,
}

/** A look that took so many milliseconds waits as long before the next one, but never longer than this. */
const longestPause = 500
const quick = 30

/** Serves until the client says that it is over. */
export function connect({ version, service, input, output, now }: Connected): Promise<void> {
  const connection = createConnection(ProposedFeatures.all, input, output)
  const documents = new TextDocuments(TextDocument)
  /** The URI by which the client knows a file. */
  const uris = new Map<string, string>()
  const uriOf = (place: string): string => uris.get(place) ?? pathToFileURL(place).href
  let shown = new Set<string>()
  let lasted = 0
  let timer: NodeJS.Timeout | undefined
  let watches = false

  const publish = async (): Promise<void> => {
    timer = undefined
    const begun = now()
    let all: readonly Problems[]
    try {
      all = await service.problems()
    } catch (error) {
      connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error))
      return
    }
    const next = new Set<string>()
    for (const { place, text, problems } of all) {
      const uri = uriOf(place)
      const document = documents.get(uri)
      if (problems.length === 0 && !shown.has(uri) && !document) continue
      next.add(uri)
      const one = document ?? asDocument(place, text)
      const diagnostics = problems.map((problem) => diagnosticOf(one, problem))
      connection.sendDiagnostics({ uri, ...(document && { version: document.version }), diagnostics })
    }
    // A file that is open and that no reader knows is told that nothing is wrong with this version of it.
    for (const { uri, version } of documents.all())
      if (!next.has(uri) && placeOf(uri) !== undefined) connection.sendDiagnostics({ uri, version, diagnostics: [] })
    for (const uri of shown)
      if (!next.has(uri) && !documents.get(uri)) connection.sendDiagnostics({ uri, diagnostics: [] })
    shown = next
    lasted = now() - begun
  }
  const soon = (): void => {
    if (timer) return
    timer = setTimeout(publish, lasted > quick ? Math.min(lasted, longestPause) : 0)
  }

  connection.onInitialize(({ workspaceFolders, rootUri, capabilities }) => {
    const folders = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : [])
    service.setFolders(folders.flatMap((uri) => placeOf(uri) ?? []))
    watches = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true
    return {
      serverInfo: { name: 'lora-wizard', version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        hoverProvider: true,
        completionProvider: { triggerCharacters: [':', ' ', '"', '-', '='] },
        codeActionProvider: { codeActionKinds: [...new Set(Object.values(actionKinds))] },
        definitionProvider: true,
        documentLinkProvider: {},
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    }
  })
  const folders = new Set<string>()
  connection.onInitialized(async () => {
    if (watches) {
      const watchers = [{ globPattern: '**/*.{yaml,yml,json,sh,bash,slurm,sbatch}' }]
      connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(() => {})
    }
    for (const { uri } of (await connection.workspace.getWorkspaceFolders().catch(() => null)) ?? []) folders.add(uri)
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      for (const { uri } of removed) folders.delete(uri)
      for (const { uri } of added) folders.add(uri)
      service.setFolders([...folders].flatMap((uri) => placeOf(uri) ?? []))
      soon()
    })
  })
  connection.onDidChangeWatchedFiles(() => {
    service.changed()
    soon()
  })

  documents.onDidChangeContent(({ document }) => {
    const place = placeOf(document.uri)
    if (place === undefined) return
    uris.set(place, document.uri)
    service.set(place, document.getText())
    soon()
  })
  documents.onDidSave(() => {
    service.changed()
    soon()
  })
  documents.onDidClose(({ document }) => {
    const place = placeOf(document.uri)
    if (place === undefined) return
    service.close(place)
    uris.delete(place)
    soon()
  })

  /** Where a request is about; undefined for a text that is in no file. */
  const spot = (uri: string, position?: { line: number; character: number }) => {
    const document = documents.get(uri)
    const place = placeOf(uri)
    if (!document || place === undefined) return undefined
    return { document, place, offset: position ? document.offsetAt(position) : 0 }
  }

  connection.onHover(async ({ textDocument, position }) => {
    const here = spot(textDocument.uri, position)
    const found = here && (await service.hover(here.place, here.offset))
    if (!here || !found) return null
    const contents = { kind: MarkupKind.Markdown, value: found.markdown }
    return { contents, range: rangeIn(here.document, found.start, found.end) }
  })
  connection.onCompletion(async ({ textDocument, position }): Promise<CompletionItem[]> => {
    const here = spot(textDocument.uri, position)
    if (!here) return []
    const found = await service.complete(here.place, here.offset, here.document.getText())
    return found.map((one) => ({
      label: one.label,
      kind:
        one.is === 'value'
          ? CompletionItemKind.Value
          : one.is === 'section'
            ? CompletionItemKind.Module
            : CompletionItemKind.Property,
      ...(one.detail && { detail: one.detail }),
      ...(one.documentation && { documentation: { kind: MarkupKind.Markdown, value: one.documentation } }),
      sortText: one.sort,
      filterText: one.label,
      insertTextFormat: InsertTextFormat.PlainText,
      textEdit: { range: rangeIn(here.document, one.start, here.offset), newText: one.insert },
    }))
  })
  connection.onCodeAction(async ({ textDocument, range, context }): Promise<CodeAction[]> => {
    const here = spot(textDocument.uri)
    if (!here) return []
    const { document, place } = here
    const only = context.only
    const wants = (kind: string) => !only || only.some((one) => kind === one || kind.startsWith(`${one}.`))
    const found = wants(CodeActionKind.QuickFix)
      ? await service.actions(place, document.offsetAt(range.start), document.offsetAt(range.end))
      : []
    // All fixes are tried one after the other. That takes long, so it is done only on request.
    const all = only && wants(actionKinds['fix-all']) ? await service.fixAll(place) : []
    return [...found, ...all].map(({ title, is, edit, finding }) => ({
      title,
      kind: actionKinds[is],
      ...(is === 'fix' && { isPreferred: true }),
      ...(finding && {
        diagnostics: context.diagnostics.filter(
          ({ code, range: at }) => code === finding.rule && document.offsetAt(at.start) === finding.at.offset,
        ),
      }),
      edit: {
        changes: {
          [textDocument.uri]: [{ range: rangeIn(document, edit.start, edit.end), newText: edit.text }],
        },
      },
    }))
  })
  connection.onDefinition(async ({ textDocument, position }) => {
    const here = spot(textDocument.uri, position)
    if (!here) return []
    const links = await service.links(here.place)
    const link = links.find(({ start, end }) => start <= here.offset && here.offset <= end)
    if (link)
      return [{ uri: uriOf(link.place), range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } }]
    const found = await service.winners(here.place, here.offset)
    return found.map(({ file, start, end }) => ({
      uri: uriOf(file.place),
      range: rangeIn(asDocument(file.place, file.text), start, end),
    }))
  })
  connection.onDocumentLinks(async ({ textDocument }) => {
    const here = spot(textDocument.uri)
    const links = here ? await service.links(here.place) : []
    return links.map(({ start, end, place }) => ({
      range: rangeIn((here as { document: TextDocument }).document, start, end),
      target: uriOf(place),
    }))
  })

  documents.listen(connection)
  connection.listen()
  return new Promise((resolve) => connection.onExit(resolve))
}
