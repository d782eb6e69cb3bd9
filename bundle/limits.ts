// How much of everything a bundle may hold. Zip without its 64-bit extension ends at 4 GiB and 65,535 entries; a bundle stays below both.

/** Files of a run in one bundle. */
export const MAX_FILES = 65_000

/** All files of a run together, in bytes. */
export const MAX_TOTAL_BYTES = 4_000_000_000

/** A path inside a bundle, in bytes of UTF-8. */
export const MAX_PATH_BYTES = 512

/** `ch1-manifest.json`, in bytes. */
export const MAX_MANIFEST_BYTES = 64 * 1024 * 1024

/** `ch1-signatures.json`, in bytes. */
export const MAX_SIGNATURES_BYTES = 256 * 1024

/** The maker and so many reviewers less one. */
export const MAX_SIGNATURES = 8

/** What a signer calls itself, in characters. */
export const MAX_NAME_CHARS = 200

/** A line of a history, in bytes: the testbed reads none that is longer. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024

/** A file up to this is read at once, a longer one piece by piece. */
export const READ_AT_ONCE_BYTES = 8 * 1024 * 1024
