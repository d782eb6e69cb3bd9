// What goes wrong with the records of a story: a record gone, changed, moved, or one more.
import type { RecordPlan } from './record-plan'

/** Gives what becomes of a planned record: nothing, itself, itself changed, or several. */
export type Edit = (plan: RecordPlan) => readonly RecordPlan[]

/** One edit of the record with this label; all others stay. */
export function editOf(label: string, change: (plan: RecordPlan) => readonly RecordPlan[]): Edit {
  return (plan) => (plan.label === label ? change(plan) : [plan])
}

/** No record of this label. */
export function gone(label: string): Edit {
  return editOf(label, () => [])
}

/** The record with this label, other in these. */
export function changed(label: string, change: Partial<RecordPlan>): Edit {
  return editOf(label, (plan) => [{ ...plan, ...change }])
}

/** The record with this label, so many ms later; below zero, earlier. */
export function moved(label: string, ms: number): Edit {
  return editOf(label, (plan) => [{ ...plan, atMs: plan.atMs + ms }])
}

/** A further record, so many ms after the one with this label. */
export function more(label: string, ms: number, change: Partial<RecordPlan> = {}): Edit {
  return editOf(label, (plan) => [plan, { ...plan, label: 'more', atMs: plan.atMs + ms, ...change }])
}

/** Two further records. */
export function twiceMore(label: string, ms: number, change: Partial<RecordPlan>): Edit {
  return editOf(label, (plan) => [
    plan,
    ...[ms, ms + 5].map((later) => ({ ...plan, label: 'more', atMs: plan.atMs + later, ...change })),
  ])
}
