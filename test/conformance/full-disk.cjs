// Loaded into every process of a run: of what is written below a history folder the disk takes CH1_TEST_DISK_BYTES, and then is full.
'use strict'
const fs = require('node:fs')

const { openSync, writeSync } = fs
const histories = new Set()
let left = Number(process.env['CH1_TEST_DISK_BYTES'])

fs.openSync = (path, ...more) => {
  const fd = openSync(path, ...more)
  if (/[\\/]history[\\/]w\d+\.ndjson$/.test(String(path))) histories.add(fd)
  return fd
}
fs.writeSync = (fd, buffer, at, length, ...more) => {
  if (!histories.has(fd)) return writeSync(fd, buffer, at, length, ...more)
  if (left <= 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' })
  const took = Math.min(left, length)
  left -= took
  return writeSync(fd, buffer, at, took, ...more)
}
