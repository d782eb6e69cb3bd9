// A trigger that is an HTTP request.
import { Deadline } from './deadline'
import { filled, TriggerError, type HttpTrigger, type Occasion } from './trigger'

/** What of an answer is kept for the message. */
const MOST_BODY = 512

/**
 * Sends it once, follows no redirection, and wants one of the statuses expected.
 * @throws TriggerError when there is no answer within the deadline, or another status
 */
export async function callHttp(trigger: HttpTrigger, occasion: Occasion, signal: AbortSignal): Promise<void> {
  const deadline = new Deadline(trigger.deadlineMs, signal)
  try {
    await called(trigger, occasion, signal, deadline)
  } finally {
    deadline.clear()
  }
}

async function called(
  { http, deadlineMs }: HttpTrigger,
  occasion: Occasion,
  signal: AbortSignal,
  deadline: Deadline,
): Promise<void> {
  const where = `triggers.${occasion.verb}`
  const url = filled(http.url, occasion, encodeURIComponent)
  const inJson = (value: string): string => JSON.stringify(value).slice(1, -1)
  let response: Response
  try {
    response = await fetch(url, {
      method: http.method,
      headers: http.headers.map(([name, value]) => [name, fromEnvironment(filled(value, occasion), where)] as [string, string]),
      ...(http.body === undefined ? {} : { body: filled(http.body, occasion, inJson) }),
      redirect: 'manual',
      signal: deadline.signal,
    })
  } catch (error) {
    if (error instanceof TriggerError) throw error
    if (signal.aborted) throw new TriggerError('stopped', 'the call was ended with the run', where, 'Start the run again.')
    const why = deadline.isOver ? `no answer within ${deadlineMs} ms` : reasonOf(error)
    throw new TriggerError(
      deadline.isOver ? 'deadline' : 'no answer',
      `${http.method} ${url}: ${why}`,
      where,
      'Is the address right?',
      {
        cause: error,
      },
    )
  }
  const text = await beginningOf(response)
  const { status } = response
  if (http.expect === undefined ? status >= 200 && status < 300 : http.expect.includes(status)) return
  throw new TriggerError(
    'status',
    `${http.method} ${url} answered ${status}${text === '' ? '' : ` ${text}`}, ${http.expect?.join(' or ') ?? '2xx'} was expected`,
    where,
    'Try it by hand; the user must be in that conference.',
  )
}

function fromEnvironment(value: string, where: string): string {
  return value.replace(/\{env\.([A-Z][A-Z0-9_]*)\}/g, (_, name: string) => {
    const found = process.env[name]
    if (found !== undefined && found !== '') return found
    throw new TriggerError('placeholder', `the environment has no ${name}`, where, `${name}=… ch1 run …`)
  })
}

/** No more of the body than a message can show, and none of one that does not come. */
async function beginningOf({ body }: Response): Promise<string> {
  if (!body) return ''
  const reader = (body as ReadableStream<Uint8Array>).getReader()
  let bytes = new Uint8Array()
  try {
    while (bytes.length < MOST_BODY) {
      const { done, value } = await reader.read()
      if (done) break
      bytes = Uint8Array.from([...bytes, ...value.subarray(0, MOST_BODY)])
    }
  } catch {
    // the deadline, or the other end went away: what came is enough
  }
  void reader.cancel().catch(() => undefined)
  return new TextDecoder().decode(bytes.subarray(0, MOST_BODY)).trim().replace(/\s+/g, ' ')
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}
