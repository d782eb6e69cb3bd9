// A document as JSON.stringify(document, null, 2) has it, piece by piece: of a long run it is longer than any string may be.

/** Two blanks a level, no line end behind it. The elements of its own arrays are pieces of their own. */
export function* jsonText(document: object): Generator<string> {
  let before = '{\n'
  for (const [key, value] of Object.entries(document) as [string, unknown][]) {
    if (value === undefined) continue
    yield `${before}  ${JSON.stringify(key)}: `
    before = ',\n'
    if (Array.isArray(value) && value.length > 0) yield* elements(value)
    else yield within(value, '  ')
  }
  yield before === '{\n' ? '{}' : '\n}'
}

function* elements(all: readonly unknown[]): Generator<string> {
  let before = '[\n'
  for (const one of all) {
    yield `${before}    ${within(one, '    ')}`
    before = ',\n'
  }
  yield '\n  ]'
}

/** JSON has no line end within a string. */
function within(value: unknown, indent: string): string {
  return JSON.stringify(value ?? null, null, 2).replaceAll('\n', `\n${indent}`)
}
