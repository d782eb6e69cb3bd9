// A server under test in a process of its own, and free ports for the run that tests it.
import { createSocket } from 'node:dgram'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import path from 'node:path'
import { newFolder, ROOT, start } from './run-process'

/** Where a run listens: `127.0.0.1:port`. */
export interface Listening {
  readonly sip: string
  readonly ch1: string
}

/** Two ports that were free a moment ago. */
export async function freePorts(): Promise<Listening> {
  return { sip: `127.0.0.1:${await freeUdp()}`, ch1: `127.0.0.1:${await freeTcp()}` }
}

/** A UDP port that was free a moment ago: any, or this one; rejects when this one is taken. */
export function freeUdp(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4')
    socket.once('error', reject)
    socket.bind(wanted, '127.0.0.1', () => {
      const { port } = socket.address()
      socket.close(() => resolve(port))
    })
  })
}

/** A TCP port that was free a moment ago: any, or this one; rejects when this one is taken. */
export function freeTcp(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

/** A server that listens. */
export interface OutsideServer {
  readonly sip: string
  readonly control: string
  stop(): Promise<void>
}

/** Starts `bin/ch1 im-server`, or a script of the tests that takes the same flags, and waits for its `listening` line. */
export async function outsideServer(listening: Listening, script?: string, more: readonly string[] = []): Promise<OutsideServer> {
  const args = ['--sip', '127.0.0.1:0', '--control', '127.0.0.1:0', '--ch1', listening.ch1, '--next-hop', listening.sip, ...more]
  const server = script === undefined ? start(['im-server', ...args]) : start(args, { script })
  const line = await new Promise<string>((resolve, reject) => {
    let said = ''
    server.child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('\n')) resolve(said.slice(0, said.indexOf('\n')))
    })
    server.ended.then(({ stderr }) => reject(new Error(`the server ended: ${stderr.slice(0, 2000)}`)), reject)
  })
  const { sip, control } = JSON.parse(line) as { readonly sip: string; readonly control: string }
  return {
    sip: `sip:${sip}`,
    control: `http://${control}/control`,
    stop: async () => {
      server.child.kill('SIGTERM')
      const limit = setTimeout(() => server.child.kill('SIGKILL'), 2000)
      await server.ended
      clearTimeout(limit)
    },
  }
}

/** The flags of a run against it. */
export function against(server: { readonly sip: string; readonly control?: string }, { sip, ch1 }: Listening): readonly string[] {
  const control = server.control === undefined ? [] : ['--control', server.control]
  return ['--sut', server.sip, ...control, '--listen-sip', sip, '--listen-ch1', ch1]
}

/** A copy of the reference profile with lines changed: `{ preflightMs: '800' }`; and with others below a heading: `{ addresses: '  tls: …' }`. */
export function profileWith(changes: Readonly<Record<string, string>>, added: Readonly<Record<string, string>> = {}): string {
  let text = readFileSync(path.join(ROOT, 'profiles', 'reference.yaml'), 'utf8')
  for (const [name, value] of Object.entries(changes)) {
    const line = new RegExp(`^( *${name}:).*$`, 'm')
    if (!line.test(text)) throw new Error(`the reference profile has no ${name}`)
    text = text.replace(line, `$1 ${value}`)
  }
  for (const [heading, more] of Object.entries(added)) {
    if (!text.includes(`\n${heading}:\n`)) throw new Error(`the reference profile has no ${heading}`)
    text = text.replace(`\n${heading}:\n`, `\n${heading}:\n${more}\n`)
  }
  const file = path.join(newFolder(), 'profile.yaml')
  writeFileSync(file, text)
  return file
}
