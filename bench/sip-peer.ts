// The other end of the bench `sip`, in a process of its own: answers every request with 200, or gives every datagram back as it is.
import { createSocket } from 'node:dgram'

/** `answer` or `echo`. */
const [kind = ''] = process.argv.slice(2)
const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 })

socket.on('message', (bytes, from) => {
  if (kind === 'echo') return socket.send(bytes, from.port, from.address)
  const [request = '', ...lines] = bytes.toString('latin1').split('\r\n')
  if (request.startsWith('SIP/2.0') || request.startsWith('ACK ')) return
  const kept = lines.filter((line) => /^(Via|From|To|Call-ID|CSeq):/i.test(line))
  socket.send(`SIP/2.0 200 OK\r\n${kept.join('\r\n')}\r\nContent-Length: 0\r\n\r\n`, from.port, from.address)
})
socket.bind(0, '127.0.0.1', () => process.send?.({ port: socket.address().port }))
process.once('disconnect', () => process.exit(0))
