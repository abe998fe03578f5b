/** A client of the language server: the built program as a child process, spoken to with the library that editors use. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node'

const program = join(import.meta.dirname, '../../dist/lora-wizard.js')

export interface Published {
  readonly version: number | undefined
  readonly diagnostics: readonly Diagnostic[]
}

export class LanguageClient {
  readonly child: ChildProcess
  readonly connection: ProtocolConnection
  /** What was published last, by file name. */
  readonly published = new Map<string, Published>()
  readonly #folder: string
  readonly #versions = new Map<string, number>()
  readonly #waiting = new Set<() => void>()

  constructor(folder: string, args: readonly string[] = []) {
    this.#folder = folder
    const env = { PATH: process.env.PATH ?? '', HOME: folder, LANG: 'C.UTF-8' }
    this.child = spawn(process.execPath, [program, 'lsp', ...args], {
      cwd: folder,
      env,
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const { stdin, stdout } = this.child
    if (!stdin || !stdout) throw new Error('The server has no streams.')
    this.connection = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin))
    this.connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, version, diagnostics }) => {
      this.published.set(uri.slice(this.uri('').length), { version, diagnostics })
      for (const look of this.#waiting) look()
    })
    this.connection.listen()
  }

  uri(name: string): string {
    return `${pathToFileURL(this.#folder).href}/${name}`
  }

  async start(): Promise<InitializeResult> {
    const answer = await this.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
      workspaceFolders: [{ uri: pathToFileURL(this.#folder).href, name: 'test' }],
    })
    await this.connection.sendNotification(InitializedNotification.type, {})
    return answer
  }

  async open(name: string, text: string): Promise<void> {
    this.#versions.set(name, 1)
    const languageId = name.endsWith('.json') ? 'json' : name.endsWith('.sh') ? 'shellscript' : 'yaml'
    const textDocument = { uri: this.uri(name), languageId, version: 1, text }
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument })
  }

  /** Gives the version that the text has now. */
  async change(
    name: string,
    contentChanges: readonly { readonly range?: Diagnostic['range']; readonly text: string }[],
  ): Promise<number> {
    const version = (this.#versions.get(name) ?? 0) + 1
    this.#versions.set(name, version)
    const textDocument = { uri: this.uri(name), version }
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument,
      contentChanges: contentChanges.map(({ range, text }) => (range ? { range, text } : { text })),
    })
    return version
  }

  async save(name: string): Promise<void> {
    await this.connection.sendNotification(DidSaveTextDocumentNotification.type, {
      textDocument: { uri: this.uri(name) },
    })
  }

  async close(name: string): Promise<void> {
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, {
      textDocument: { uri: this.uri(name) },
    })
  }

  /** What the server says about a file, once it is about this version. */
  diagnostics(name: string, version = this.#versions.get(name)): Promise<readonly Diagnostic[]> {
    return this.until(() => {
      const last = this.published.get(name)
      return last && last.version === version ? last.diagnostics : undefined
    })
  }

  /** Waits until something holds of what was published. */
  until<T>(look: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const again = () => {
        const found = look()
        if (found === undefined) return
        this.#waiting.delete(again)
        resolve(found)
      }
      this.#waiting.add(again)
      again()
    })
  }

  /** Ends the server as an editor does; gives its exit code. */
  async end(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.child.on('close', resolve))
    await this.connection.sendRequest(ShutdownRequest.type)
    await this.connection.sendNotification(ExitNotification.type)
    const code = await ended
    this.connection.dispose()
    return code
  }
}
