// The textual formats that admit ASCII only: read and written alike, each with a form of its own to keep.
import { text, type DataType } from './data-type'
import { readUtf8 } from './utf8-string'

/** A format of ASCII text that must fit `form`; `what` finishes the sentence "DiameterURI must be …". */
export function asciiText(name: string, clause: string, form: RegExp, what: string): DataType<string> {
  const complain = (came: string): string => `${name} must be ${what}, not ${JSON.stringify(came.slice(0, 60))}`
  const type: DataType<string> = {
    name,
    clause,
    read(from) {
      const value = readUtf8(from)
      if (!form.test(value)) throw from.error(complain(value), clause)
      return value
    },
    write(to, value) {
      const characters = text(to, type, value)
      if (!form.test(characters)) throw to.error(complain(characters), clause)
      to.ascii(characters)
    },
  }
  return type
}
