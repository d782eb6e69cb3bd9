// Speaks to the control door of a server: ours, or one that took over the same few lines of HTTP.
import { SutError } from './adapter'

const TIMEOUT_MS = 5000

/**
 * Has the server expel a user: `POST {controlUrl}/expel {"conference","user"}`.
 * @throws SutError unless the answer is 204
 */
export async function postExpel(controlUrl: string, args: readonly string[]): Promise<void> {
  const [conference, user] = args
  if (conference === undefined || user === undefined)
    throw new SutError('expel needs a conference URI and a user', controlUrl, 'Call control("expel", [conferenceUri, userAor]).')
  const mend = 'The user must be in that conference, and the door must know both names.'
  await post(controlUrl, 'expel', JSON.stringify({ conference, user }), `expel of ${user}`, mend)
}

/**
 * Has the server's operator decide: `POST {controlUrl}/policy` with the JSON object.
 * @throws SutError unless the answer is 204
 */
export async function postPolicy(controlUrl: string, [policy = '{}']: readonly string[]): Promise<void> {
  await post(controlUrl, 'policy', policy, `the policy ${policy}`, 'The door must know these words: docs/im-server.md.')
}

async function post(controlUrl: string, order: 'expel' | 'policy', body: string, what: string, mend: string): Promise<void> {
  const url = `${controlUrl.replace(/\/+$/, '')}/${order}`
  let response: Response
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
  } catch (error) {
    throw new SutError(`the control door does not answer: ${reasonOf(error)}`, url, 'Is the server up and the URL right?', {
      cause: error,
    })
  }
  const text = (await response.text().catch(() => '')).trim().slice(0, 200)
  if (response.status === 204) return
  throw new SutError(`${what} answered ${response.status}${text === '' ? '' : ` ${text}`}, 204 was expected`, url, mend)
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}
