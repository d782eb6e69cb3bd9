// How a report names one event of a history: `<file>#<n>`, for example `t1.ndjson#42`; the form of `findings[].events` in verdicts.json.

/** The name of event `n` of a history file (its name below `history/`). */
export function eventReference(file: string, n: number): string {
  return `${file}#${n}`
}

/** Reads such a name back; undefined when it has another form. */
export function parseEventReference(text: string): { readonly file: string; readonly n: number } | undefined {
  const match = /^(?:history\/)?(.+)#(\d{1,15})$/.exec(text)
  return match?.[1] === undefined ? undefined : { file: match[1], n: Number(match[2]) }
}
