// How mocks write bytes into facts for the recorder (its type stands with the history's events).

/** Exact bytes as a history holds them. */
export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}
