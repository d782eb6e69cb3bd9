// The profile of a cut, declared otherwise.
import type { HistoryEvent } from '../history/events'
import type { Dated } from './rewrite'

/** The opening with one choice declared so. */
export function declaring(opened: HistoryEvent & { readonly kind: 'opened' }, choice: string, value: string): Dated {
  const { values } = opened.profile
  const choices = { ...(values['choices'] as Readonly<Record<string, string>>), [choice]: value }
  return { ...opened, profile: { ...opened.profile, values: { ...values, choices } } }
}
