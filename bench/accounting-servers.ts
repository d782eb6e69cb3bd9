// The accounting servers that are compared: our Charging Enabler, our framing alone, freeDiameter and Erlang's diameter.
import { spawnSync } from 'node:child_process'
import { copyFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { ServerRecipe } from './server-process'

const BENCH = __dirname
const REGISTER = path.join(BENCH, '..', 'tools', 'register.js')

/** A name for people, what must be installed for it, and how it is started. */
export interface AccountingServer extends ServerRecipe {
  readonly name: string
  readonly needs: Readonly<Record<string, string>>
}

/** The Charging Enabler as `bin/ch1 mock` runs it: grammar check on every ACR, every message in a journal on disk. */
export const enablerServer: AccountingServer = {
  name: 'Charging Enabler',
  needs: {},
  program: process.execPath,
  prepare: (folder, port) => {
    const journal = path.join(folder, 'journal.ndjson')
    const identity = ['--identity', 'cdf1.charging.example', '--realm', 'charging.example']
    return [
      path.join(BENCH, '..', 'bin', 'ch1'),
      'mock',
      '--listen',
      `127.0.0.1:${port}`,
      ...identity,
      '--journal',
      journal,
      '--quiet',
    ]
  },
}

/** The same peers and framing, an answer to each record, and nothing else: no check, no journal. */
export const framingServer: AccountingServer = {
  name: 'framing and answer only',
  needs: {},
  program: process.execPath,
  prepare: (_folder, port) => ['-r', REGISTER, path.join(BENCH, 'framing-server.ts'), String(port)],
}

/** freeDiameter with an extension of ours that answers ACRs (bench/freediameter), 3GPP's dictionary loaded. */
export const freeDiameterServer: AccountingServer = {
  name: 'freeDiameter',
  needs: {
    freeDiameterd: 'freediameterd',
    gcc: 'gcc',
    '/usr/lib/freeDiameter/dict_dcca_3gpp.fdx': 'freediameter-extensions',
    '/usr/include/freeDiameter/extension.h': 'libfreediameter-dev',
  },
  program: 'freeDiameterd',
  prepare: (folder, port) => {
    const extension = path.join(folder, 'acct_server.fdx')
    run('gcc', ['-shared', '-fPIC', '-O2', '-Wall', '-o', extension, path.join(BENCH, 'freediameter', 'acct_server.c')], folder)
    writeFileSync(path.join(folder, 'peers.conf'), 'ALLOW_IPSEC ctf1.im.example\n')
    const lines = [
      'Identity = "cdf1.charging.example";',
      'Realm = "charging.example";',
      `Port = ${port};`,
      'SecPort = 0;',
      'No_SCTP;',
      'No_IPv6;',
      ...['dict_nasreq', 'dict_dcca', 'dict_dcca_3gpp'].map((name) => `LoadExtension = "${name}.fdx";`),
      'LoadExtension = "./acct_server.fdx";',
      'LoadExtension = "acl_wl.fdx" : "./peers.conf";',
      '',
    ]
    writeFileSync(path.join(folder, 'freeDiameter.conf'), lines.join('\n'))
    return ['-c', './freeDiameter.conf', '-q']
  },
}

/** Erlang/OTP's diameter with a callback module of ours that answers ACRs (bench/erlang). */
export const erlangServer: AccountingServer = {
  name: 'Erlang diameter',
  needs: { erl: 'erlang-diameter', erlc: 'erlang-diameter' },
  program: 'erl',
  prepare: (folder, port) => {
    copyFileSync(path.join(BENCH, 'erlang', 'acct_server.erl'), path.join(folder, 'acct_server.erl'))
    run('erlc', ['acct_server.erl'], folder)
    return ['-noshell', '-noinput', '-pa', '.', '-run', 'acct_server', 'main', String(port)]
  },
}

/** The Debian packages that are missing for a server. */
export function missingFor({ needs }: AccountingServer): readonly string[] {
  return Object.entries(needs).flatMap(([what, debian]) => {
    const words = what.startsWith('/') ? ['test', '-e', what] : ['which', what]
    return spawnSync(words[0] ?? '', words.slice(1)).status === 0 ? [] : [debian]
  })
}

function run(program: string, args: readonly string[], cwd: string): void {
  const { status, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr}`)
}
