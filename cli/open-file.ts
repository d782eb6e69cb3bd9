// Shows a file in the user's browser, where there is one.
import { spawn } from 'node:child_process'

const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
}

/** The program of `BROWSER`, else of the system, is started and left alone; false where it could not be. */
export function openFile(file: string, env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  const browser = env['BROWSER'] ?? ''
  const [program, ...args] = browser === '' ? (openers[process.platform] ?? ['xdg-open']) : [browser]
  return new Promise((resolve) => {
    const child = spawn(program, [...args, file], { detached: true, stdio: 'ignore', env })
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}
