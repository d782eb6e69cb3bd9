// The golden messages: what the bytes in test/golden/diameter say, as the encoder takes it, and how to read such a file.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MessageInput } from '@ch1/diameter'

const DIRECTORY = join(__dirname, '..', 'golden', 'diameter')

/** The bytes of a golden file: hex digits, white space ignored, comments from # to the end of the line. */
export function readGolden(name: string): Uint8Array {
  const text = readFileSync(join(DIRECTORY, name), 'utf8')
  const digits = text.replace(/#.*$/gm, '').replace(/\s/g, '')
  return Uint8Array.from(Buffer.from(digits, 'hex'))
}

const trigger = new Date('2026-11-23T10:04:07Z')

/** File name and content. */
export const goldenMessages: readonly (readonly [file: string, content: MessageInput])[] = [
  [
    'cer-go-diameter.hex',
    {
      commandCode: 257,
      applicationId: 0,
      request: true,
      hopByHop: 0xa8cc407d,
      endToEnd: 0xa8c1b2b4,
      avps: [
        ['Origin-Host', 'test'],
        ['Origin-Realm', 'localhost'],
        ['Host-IP-Address', '10.1.0.1'],
        ['Vendor-Id', 13],
        ['Product-Name', 'go-diameter'],
        ['Origin-State-Id', 1397760650],
        ['Supported-Vendor-Id', 10415],
        ['Supported-Vendor-Id', 13],
        ['Auth-Application-Id', 4],
        ['Inband-Security-Id', 0],
        [
          'Vendor-Specific-Application-Id',
          [
            ['Auth-Application-Id', 4],
            ['Vendor-Id', 10415],
          ],
        ],
        ['Firmware-Revision', 1],
      ],
    },
  ],
  [
    'cea-accounting.hex',
    {
      commandCode: 257,
      applicationId: 0,
      request: false,
      hopByHop: 0x00000011,
      endToEnd: 0x1a700001,
      avps: [
        ['Result-Code', 2001],
        ['Origin-Host', 'cdf1.charging.example'],
        ['Origin-Realm', 'charging.example'],
        ['Host-IP-Address', '192.0.2.7'],
        ['Host-IP-Address', '2001:db8::7'],
        ['Vendor-Id', 0],
        ['Product-Name', 'Prüfstand'],
        ['Origin-State-Id', 1795428247],
        ['Supported-Vendor-Id', 10415],
        ['Acct-Application-Id', 3],
      ],
    },
  ],
  [
    'dwr.hex',
    {
      commandCode: 280,
      applicationId: 0,
      request: true,
      hopByHop: 1,
      endToEnd: 2,
      avps: [
        ['Origin-Host', 'a.example'],
        ['Origin-Realm', 'example'],
        ['Origin-State-Id', 7],
      ],
    },
  ],
  [
    'acr-interim.hex',
    {
      commandCode: 271,
      applicationId: 3,
      request: true,
      proxiable: true,
      hopByHop: 0x00000012,
      endToEnd: 0x1a700002,
      avps: [
        ['Session-Id', 'im1.im.example;1795428247;12;conf-77'],
        ['Origin-Host', 'im1.im.example'],
        ['Origin-Realm', 'im.example'],
        ['Destination-Realm', 'charging.example'],
        ['Accounting-Record-Type', 3],
        ['Accounting-Record-Number', 4],
        ['Acct-Application-Id', 3],
        ['Origin-State-Id', 1795428247],
        ['Event-Timestamp', trigger],
        ['Service-Context-Id', '1.SIMPLE_IM@openmobilealliance.org'],
        [
          'Service-Information',
          [
            [
              'Subscription-Id',
              [
                ['Subscription-Id-Type', 2],
                ['Subscription-Id-Data', 'sip:alice@home.example'],
              ],
            ],
            [
              'IMS-Information',
              [
                ['Event-Type', [['SIP-Method', 'BYE']]],
                ['Node-Functionality', 6],
                ['User-Session-Id', '7f3a-22@127.0.0.1'],
                ['Calling-Party-Address', 'sip:bob@home.example'],
                ['Called-Party-Address', 'sip:conf-77@im.example'],
                [
                  'Time-Stamps',
                  [
                    ['SIP-Request-Timestamp', trigger],
                    ['SIP-Response-Timestamp', trigger],
                    ['SIP-Request-Timestamp-Fraction', 113],
                    ['SIP-Response-Timestamp-Fraction', 115],
                  ],
                ],
                [
                  'Inter-Operator-Identifier',
                  [
                    ['Originating-IOI', 'home.example'],
                    ['Terminating-IOI', 'im.example'],
                  ],
                ],
                ['IMS-Charging-Identifier', '4e1f0a2c.home.example'],
              ],
            ],
            [
              'PoC-Information',
              [
                ['PoC-Server-Role', 1],
                ['PoC-Session-Type', 3],
                ['Number-Of-Participants', 3],
              ],
            ],
            [
              'Service-Generic-Information',
              [
                ['Application-Service-Type', 104],
                ['Application-Session-ID', 77],
              ],
            ],
            [
              'IM-Information',
              [
                ['Total-Number-Of-Messages-Exploded', 8],
                ['Total-Number-Of-Messages-Sent', 4],
              ],
            ],
          ],
        ],
      ],
    },
  ],
  [
    'aca-too-busy.hex',
    {
      commandCode: 271,
      applicationId: 3,
      request: false,
      proxiable: true,
      error: true,
      hopByHop: 0x00000012,
      endToEnd: 0x1a700002,
      avps: [
        ['Session-Id', 'im1.im.example;1795428247;12;conf-77'],
        ['Origin-Host', 'cdf1.charging.example'],
        ['Origin-Realm', 'charging.example'],
        ['Result-Code', 3004],
        ['Error-Message', 'come back later'],
      ],
    },
  ],
]
