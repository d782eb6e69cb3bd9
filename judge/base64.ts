// Bytes of an event. `atob` is in every JavaScript runtime, so the judge needs no core module.

/** Decodes base64; anything else gives no bytes, which no parser takes for a message. */
export function bytesOf(base64: string): Uint8Array {
  try {
    const binary = atob(base64)
    const bytes = new Uint8Array(binary.length)
    for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i)
    return bytes
  } catch {
    return new Uint8Array()
  }
}

/** Bytes as base64. */
export function base64Of(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}
