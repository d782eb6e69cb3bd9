// Lets node run our TypeScript from the checkout: ts-node compiles (transpile only), a content-hash cache remembers the JavaScript, its source map
// and V8's own form of it. ts-node alone has no cache (seconds a process for some hundred files), and reads tsconfig from the working directory;
// here it is asked only on a cache miss and always with this checkout's tsconfig. A test run starts hundreds of processes: decision 0044.
'use strict'
const { createHash } = require('node:crypto')
const fs = require('node:fs')
const Module = require('node:module')
const path = require('node:path')
const vm = require('node:vm')

const root = path.resolve(__dirname, '..')
const registered = Symbol.for('ch1-conformance.register')
const cacheDir = path.join(root, '.cache', 'ts')
/** Key in the cache by file, of the files loaded here. */
const keys = new Map()
/** Scripts that V8 compiled anew, by key. */
const fresh = new Map()
let compiler
let salt

if (!globalThis[registered]) {
  globalThis[registered] = true
  // maps are read when a stack is: node's own support parses each map as its file is loaded
  require('@cspotcode/source-map-support').install({ environment: 'node', hookRequire: false, retrieveSourceMap })
  resolveWorkspacesToSource()
  Module._extensions['.ts'] = load
  process.on('exit', keepFresh)
}

function load(module, file) {
  const key = keyOf(file)
  keys.set(file, key)
  const script = new vm.Script(Module.wrap(compiled(file, key)), { filename: file, cachedData: read(`${key}.v8`) })
  // of another V8, or of none yet
  if (script.cachedDataRejected !== false) fresh.set(key, script)
  const run = script.runInThisContext()
  run.call(module.exports, module.exports, Module.createRequire(file), module, file, path.dirname(file))
}

function keyOf(file) {
  salt ??=
    process.version.split('.')[0] +
    require('ts-node/package.json').version +
    require('typescript/package.json').version +
    fs.readFileSync(path.join(root, 'tsconfig.json'), 'utf8')
  return createHash('sha256').update(salt).update(file).update('\0').update(fs.readFileSync(file)).digest('hex').slice(0, 40)
}

function compiled(file, key) {
  const cached = read(`${key}.js`)
  if (cached !== undefined) return cached.toString('utf8')
  compiler ??= require('ts-node').create({ cwd: root, project: path.join(root, 'tsconfig.json'), transpileOnly: true })
  const [js, map] = compiler
    .compile(fs.readFileSync(file, 'utf8'), file)
    .split('//# sourceMappingURL=data:application/json;charset=utf-8;base64,')
  write(`${key}.map`, Buffer.from(map, 'base64'))
  write(`${key}.js`, js)
  return js
}

/** V8's form of what was compiled anew, with the functions that were called since. */
function keepFresh() {
  for (const [key, script] of fresh) write(`${key}.v8`, script.createCachedData())
}

function retrieveSourceMap(file) {
  const key = keys.get(file)
  const map = key === undefined ? undefined : read(`${key}.map`)
  return map === undefined ? null : { url: file, map: map.toString('utf8') }
}

function read(name) {
  try {
    return fs.readFileSync(path.join(cacheDir, name))
  } catch {
    return undefined
  }
}

function write(name, content) {
  const file = path.join(cacheDir, name)
  fs.mkdirSync(cacheDir, { recursive: true })
  fs.writeFileSync(`${file}.${process.pid}`, content)
  fs.renameSync(`${file}.${process.pid}`, file) // atomic: workers compile side by side
}

// In a checkout our packages run from source: what `node -C ch1-source` would choose, without needing the flag in every child.
function resolveWorkspacesToSource() {
  const sources = new Map()
  for (const workspace of require('../package.json').workspaces) {
    const manifest = require(path.join(root, workspace, 'package.json'))
    for (const [subpath, conditions] of Object.entries(manifest.exports)) {
      const source = conditions?.['ch1-source']
      if (source) sources.set(path.posix.join(manifest.name, subpath), path.join(root, workspace, source))
    }
  }
  const resolve = Module._resolveFilename
  Module._resolveFilename = function (request, ...rest) {
    return sources.get(request) ?? resolve.call(this, request, ...rest)
  }
}
