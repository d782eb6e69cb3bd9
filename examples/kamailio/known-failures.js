// Compares what a run found with what is recorded in a known-failures.yaml, both ways. A list of causes, each with
//   cause, reason   texts
//   findings        [{ purpose, rule, clause, says, count }]; `says` is its `actual`, without the number of places
//   sometimes       only for what the server itself does in one start and not in the next: why
'use strict'
const fs = require('node:fs')

/** The causes of a file. Throws an Error that names the file and what is wrong in it. */
function readKnownFailures(file) {
  const { parse } = require('yaml') // not before set-up has installed it
  const causes = parse(fs.readFileSync(file, 'utf8'))
  if (!Array.isArray(causes) || causes.length === 0) throw new Error(`${file}: a list of causes is wanted`)
  for (const one of causes) {
    const texts = [one?.cause, one?.reason, ...('sometimes' in (one ?? {}) ? [one.sometimes] : [])]
    const findings = Array.isArray(one?.findings) ? one.findings : []
    if (texts.some((text) => typeof text !== 'string' || text === '') || findings.length === 0)
      throw new Error(`${file}: a cause has cause, reason and findings, and this has not: ${JSON.stringify(one)}`)
    for (const { purpose, rule, clause, says, count } of findings)
      if ([purpose, rule, clause, says].some((text) => typeof text !== 'string') || !Number.isInteger(count) || count < 1)
        throw new Error(`${file}: a finding has purpose, rule, clause, says and count, and one of "${one.cause}" has not`)
  }
  const keys = causes.flatMap(({ findings }) => findings.map(key))
  const twice = keys.find((one, i) => keys.indexOf(one) < i)
  if (twice !== undefined) throw new Error(`${file}: ${twice} stands there twice`)
  return causes
}

/** What differs between a verdicts.json and the causes, a line each; nothing when reality equals them. */
function differences({ aborted, results }, causes) {
  const expected = new Map(causes.flatMap((cause) => cause.findings.map((one) => [key(one), { ...one, cause }])))
  const found = results.flatMap((result) => tally(result).map((one) => [key(one), one]))
  return [
    ...(aborted ? ['the run was aborted'] : []),
    ...results.filter(({ verdict }) => !ORDERLY.has(verdict)).map(({ id, verdict, reason }) => `${id} is ${verdict}: ${reason}`),
    ...found.filter(([at]) => !expected.has(at)).map(([, one]) => `not recorded: ${text(one)}: ${one.actual.join('; ')}`),
    ...[...expected].flatMap(([at, one]) => against(one, new Map(found).get(at))),
    // What is sometimes there is there whole or not at all.
    ...causes.filter(({ sometimes }) => sometimes).flatMap((cause) => halves(cause, new Map(found))),
  ]
}

// "… (79 places)", "… (and at 2 more places of the run)": they grow with the catalogue.
const PLACES = / \((and at )?\d+ (more )?places?[^()]*\)$/
const ORDERLY = new Set(['pass', 'fail', 'not-applicable'])

/** The findings of a failed purpose, counted by rule and clause; a fail without any finding is one of its own kind. */
function tally({ id, verdict, findings, reason }) {
  if (verdict !== 'fail') return []
  if (findings.length === 0) return [{ purpose: id, rule: '(no finding)', clause: '(none)', actual: [reason] }]
  const counted = new Map()
  for (const { rule, clause, actual } of findings) {
    const one = { purpose: id, rule, clause }
    counted.set(key(one), { ...one, actual: [...(counted.get(key(one))?.actual ?? []), actual] })
  }
  return [...counted.values()]
}

function against(one, seen) {
  if (seen === undefined) return one.cause.sometimes ? [] : [`recorded, and did not occur: ${text(one)} (${one.cause.cause})`]
  const others = seen.actual.filter((actual) => actual.replace(PLACES, '') !== one.says)
  return [
    ...(seen.actual.length === one.count ? [] : [`recorded ${one.count} times, found ${seen.actual.length} times: ${text(one)}`]),
    ...others.map((actual) => `recorded as "${one.says}", found as "${actual}": ${text(one)}`),
  ]
}

function halves({ cause, findings }, found) {
  const there = findings.filter((one) => found.has(key(one)))
  return there.length === 0 || there.length === findings.length ? [] : [`only a part of "${cause}" occurred`]
}

function key({ purpose, rule, clause }) {
  return `${purpose} ${rule} ${clause}`
}

function text({ purpose, rule, clause }) {
  return `${purpose} ${rule} (${clause})`
}

module.exports = { readKnownFailures, differences, tally }
