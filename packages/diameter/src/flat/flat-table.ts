// The layout of a flat message's table: eight 32-bit numbers a line, one line an AVP.

/** Numbers a line. */
export const WIDTH = 8

/** What the numbers of a line are. */
export const COLUMN = {
  /** First byte of the header. */
  offset: 0,
  /** First byte of the data, and the byte behind it. */
  start: 1,
  end: 2,
  /** Code and vendor, as signed numbers. */
  code: 3,
  vendor: 4,
  /** Flags octet, depth in the second octet, trouble in the third. */
  marks: 5,
  /** Number of the dictionary's row, -1 without. */
  row: 6,
  /** The first line behind its members. */
  next: 7,
} as const

/** The third octet of `marks`: no trouble when zero. */
export const TROUBLE_MASK = 0xff_0000

/** What is wrong with an AVP's frame; `fine` when its data can be read. */
export const TROUBLE = { fine: 0, headerCut: 1, belowHeader: 2, beyondEnd: 3, vendorZero: 4, paddingCut: 5, tooDeep: 6 } as const
