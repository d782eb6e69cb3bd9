// The face of this room: a capture file in, a history out.
export { CaptureError } from './capture-error'
export { historyOf, type AboutCapture, type CaptureCounts } from './history'
export { readCapture } from './read-capture'
export type { KnownEnds } from './ends'
