// 3GPP TS 32.299 §7.2: MMS-Information: one multimedia message.
import type { AvpDefinition } from '../dictionary'
import { rowsOf } from './row'

const row = rowsOf(10415)

/** MMS-Information with what stands inside it, the addresses apart that SMS-Information has too. */
export const mmsInformation: readonly AvpDefinition[] = [
  row('MMS-Information', 877, 'Grouped', '3GPP TS 32.299 §7.2.110', {
    members: [
      'Originator-Address',
      'Recipient-Address',
      'Submission-Time',
      'MM-Content-Type',
      'Priority',
      'Message-ID',
      'Message-Type',
      'Message-Size',
      'Message-Class',
      'Delivery-Report-Requested',
      'Read-Reply-Report-Requested',
      'MMBox-Storage-Requested',
      'Applic-ID',
      'Reply-Applic-ID',
      'Aux-Applic-Info',
      'Content-Class',
      'DRM-Content',
      'Adaptations',
      'VASP-Id',
      'VAS-Id',
    ],
  }),
  row('Originator-Address', 886, 'Grouped', '3GPP TS 32.299 §7.2.125', {
    members: ['Address-Type', 'Address-Data', 'Address-Domain'],
  }),
  row('Submission-Time', 1202, 'Time', '3GPP TS 32.299 §7.2.217'),
  row('MM-Content-Type', 1203, 'Grouped', '3GPP TS 32.299 §7.2.108', {
    members: ['Type-Number', 'Additional-Type-Information', 'Content-Size', 'Additional-Content-Information'],
  }),
  row('Type-Number', 1204, 'Enumerated', '3GPP TS 32.299 §7.2.238'),
  row('Additional-Type-Information', 1205, 'UTF8String', '3GPP TS 32.299 §7.2.6'),
  row('Content-Size', 1206, 'Unsigned32', '3GPP TS 32.299 §7.2.45'),
  row('Additional-Content-Information', 1207, 'Grouped', '3GPP TS 32.299 §7.2.5', {
    members: ['Type-Number', 'Additional-Type-Information', 'Content-Size'],
  }),
  row('Priority', 1209, 'Enumerated', '3GPP TS 32.299 §7.2.154', { values: { 0: 'Low', 1: 'Normal', 2: 'High' } }),
  row('Message-ID', 1210, 'UTF8String', '3GPP TS 32.299 §7.2.105'),
  row('Message-Type', 1211, 'Enumerated', '3GPP TS 32.299 §7.2.107', {
    values: {
      1: 'm-send-req',
      2: 'm-send-conf',
      3: 'm-notification-ind',
      4: 'm-notifyresp-ind',
      5: 'm-retrieve-conf',
      6: 'm-acknowledge-ind',
      7: 'm-delivery-ind',
      8: 'm-read-rec-ind',
      9: 'm-read-orig-ind',
      10: 'm-forward-req',
      11: 'm-forward-conf',
      12: 'm-mbox-store-conf',
      13: 'm-mbox-view-conf',
      14: 'm-mbox-upload-conf',
      15: 'm-mbox-delete-conf',
    },
  }),
  row('Message-Size', 1212, 'Unsigned32', '3GPP TS 32.299 §7.2.106'),
  row('Message-Class', 1213, 'Grouped', '3GPP TS 32.299 §7.2.104', { members: ['Class-Identifier', 'Token-Text'] }),
  row('Class-Identifier', 1214, 'Enumerated', '3GPP TS 32.299 §7.2.40', {
    values: { 0: 'Personal', 1: 'Advertisement', 2: 'Informational', 3: 'Auto' },
  }),
  row('Token-Text', 1215, 'UTF8String', '3GPP TS 32.299 §7.2.234'),
  row('Delivery-Report-Requested', 1216, 'Enumerated', '3GPP TS 32.299 §7.2.52', { values: { 0: 'No', 1: 'Yes' } }),
  row('Read-Reply-Report-Requested', 1222, 'Enumerated', '3GPP TS 32.299 §7.2.162', { values: { 0: 'No', 1: 'Yes' } }),
  row('MMBox-Storage-Requested', 1248, 'Enumerated', '3GPP TS 32.299 §7.2.109', { values: { 0: 'No', 1: 'Yes' } }),
  row('Applic-ID', 1218, 'UTF8String', '3GPP TS 32.299 §7.2.21'),
  row('Reply-Applic-ID', 1223, 'UTF8String', '3GPP TS 32.299 §7.2.173'),
  row('Aux-Applic-Info', 1219, 'UTF8String', '3GPP TS 32.299 §7.2.28'),
  row('Content-Class', 1220, 'Enumerated', '3GPP TS 32.299 §7.2.42', {
    values: {
      0: 'text',
      1: 'image-basic',
      2: 'image-rich',
      3: 'video-basic',
      4: 'video-rich',
      5: 'megapixel',
      6: 'content-basic',
      7: 'content-rich',
    },
  }),
  row('DRM-Content', 1221, 'Enumerated', '3GPP TS 32.299 §7.2.56', { values: { 0: 'No', 1: 'Yes' } }),
  row('Adaptations', 1217, 'Enumerated', '3GPP TS 32.299 §7.2.4', { values: { 0: 'Yes', 1: 'No' } }),
]
