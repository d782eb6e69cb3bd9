// Kamailio as a process of its own: checked, started on loopback, watched, and stopped together with what it left behind.
'use strict'
const { spawn, spawnSync } = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')

const STOP_MS = 5_000
const env = { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` }

/** Its version, for example 5.6.3; undefined where it is not installed. */
function kamailioVersion() {
  const said = spawnSync('kamailio', ['-v'], { env, encoding: 'utf8', timeout: 10_000 })
  return said.status === 0 ? /version: kamailio (\S+)/.exec(said.stdout)?.[1] : undefined
}

/**
 * Starts it at 127.0.0.1 with these ports: its own for SIP, those of the SIP/IP core and of the Charging Enabler.
 * Throws an Error with what it says of its configuration when that is wrong or a module is missing.
 */
function startKamailio({ sip, core, ch1 }) {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), `kamailio-example-${process.pid}-`))
  const peers = path.join(work, 'diameter.xml')
  const here = fs.readFileSync(path.join(__dirname, 'diameter.xml'), 'utf8')
  fs.writeFileSync(peers, here.replace('port="3868"', `port="${ch1}"`))
  const names = { SIP: `udp:127.0.0.1:${sip}`, CORE: `"sip:127.0.0.1:${core}"`, DIAMETER: `"${peers}"` }
  const defined = Object.entries(names).flatMap(([name, value]) => ['-A', `${name}=${value}`])
  const words = ['-f', path.join(__dirname, 'kamailio.cfg'), '-w', work, '-m', '32', '-M', '8', ...defined]
  const check = spawnSync('kamailio', ['-c', ...words], { env, encoding: 'utf8', timeout: 10_000 })
  if (check.status !== 0) {
    fs.rmSync(work, { recursive: true, force: true })
    throw new Error(`kamailio does not take the configuration:\n${check.stderr.trim()}`)
  }
  const log = path.join(work, 'kamailio.log')
  const to = fs.openSync(log, 'w')
  // -DD: in the foreground, with children; detached: a process group of its own, so that all of them can be ended; and where we end
  // without a word, the system ends it (setpriv is in every Debian).
  const program = ['--pdeathsig', 'TERM', 'kamailio', '-DD', '-E', ...words]
  const child = spawn('setpriv', program, { env, detached: true, stdio: ['ignore', to, to] })
  fs.closeSync(to)
  let hasEnded = false
  const ended = new Promise((resolve) => {
    const over = (how) => {
      hasEnded = true
      resolve(how)
    }
    child.once('error', (error) => over(error.message))
    child.once('exit', (code, signal) => over(`exit ${code ?? signal}`))
  })
  return {
    pid: child.pid,
    /** Resolves when it ends, with how. */
    ended,
    /** The end of its log. */
    tail: () => fs.readFileSync(log, 'utf8').trimEnd().split('\n').slice(-15).join('\n'),
    stop: async () => {
      const pids = groupOf(child.pid)
      if (!hasEnded) {
        child.kill('SIGTERM')
        const hard = setTimeout(() => killGroup(child.pid), STOP_MS)
        await ended
        clearTimeout(hard)
      }
      killGroup(child.pid) // its children, where it went without them
      removePipes(pids)
      fs.rmSync(work, { recursive: true, force: true })
    },
    /** For an end in a hurry: nothing is waited for. */
    kill: () => killGroup(child.pid),
  }
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // it is gone already
  }
}

/** The pids of a process group, whether its leader lives or not. */
function groupOf(leader) {
  return fs.readdirSync('/proc').filter((pid) => {
    try {
      // proc(5): the name stands in parentheses, behind it state, parent and group
      return fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop().split(' ')[2] === String(leader)
    } catch {
      return false // no process, or gone meanwhile
    }
  })
}

// Its Diameter module leaves named pipes: /tmp/cdp_send_<pid>_<n>_<time>.
function removePipes(pids) {
  for (const name of fs.readdirSync('/tmp'))
    if (pids.includes(/^cdp_send_(\d+)_/.exec(name)?.[1])) fs.rmSync(path.join('/tmp', name), { force: true })
}

module.exports = { kamailioVersion, startKamailio }
