// 3GPP TS 32.299 §7.2: PoC-Information (push to talk); its participants and group names serve instant messaging too.
import type { AvpDefinition } from '../dictionary'
import { rowsOf } from './row'

const row = rowsOf(10415)

/** PoC-Information with what stands inside it. */
export const pocInformation: readonly AvpDefinition[] = [
  row('PoC-Information', 879, 'Grouped', '3GPP TS 32.299 §7.2.144', {
    members: [
      'PoC-Server-Role',
      'PoC-Session-Type',
      'PoC-User-Role',
      'PoC-Session-Initiation-type',
      'PoC-Event-Type',
      'Number-Of-Participants',
      'Participants-Involved',
      'Participant-Group',
      'Talk-Burst-Exchange',
      'PoC-Controlling-Address',
      'PoC-Group-Name',
      'PoC-Session-Id',
      'Charged-Party',
    ],
  }),
  row('PoC-Server-Role', 883, 'Enumerated', '3GPP TS 32.299 §7.2.145', {
    values: {
      0: 'Participating PoC Server',
      1: 'Controlling PoC Server',
      2: 'Interworking Function',
      3: 'Interworking Selection Function',
    },
  }),
  row('PoC-Session-Type', 884, 'Enumerated', '3GPP TS 32.299 §7.2.148', {
    values: { 0: '1 to 1', 1: 'chat', 2: 'pre-arranged', 3: 'ad-hoc' },
  }),
  row('PoC-User-Role', 1252, 'Grouped', '3GPP TS 32.299 §7.2.149', {
    members: ['PoC-User-Role-IDs', 'PoC-User-Role-Info-Units'],
  }),
  row('PoC-User-Role-IDs', 1253, 'UTF8String', '3GPP TS 32.299 §7.2.150'),
  row('PoC-User-Role-Info-Units', 1254, 'Enumerated', '3GPP TS 32.299 §7.2.151', {
    values: { 1: 'Moderator', 2: 'Dispatcher', 3: 'Session-Owner', 4: 'Session-Participant' },
  }),
  row('PoC-Session-Initiation-type', 1277, 'Enumerated', '3GPP TS 32.299 §7.2.147', {
    values: { 0: 'Pre-established', 1: 'On-demand' },
  }),
  row('PoC-Event-Type', 2025, 'Enumerated', '3GPP TS 32.299 §7.2.142', {
    values: {
      0: 'Normal',
      1: 'Instant Personal Alert',
      2: 'PoC Group Advertisement',
      3: 'Early Session Setting-up',
      4: 'PoC Talk Burst',
    },
  }),
  row('Number-Of-Participants', 885, 'Unsigned32', '3GPP TS 32.299 §7.2.117'),
  row('Participants-Involved', 887, 'UTF8String', '3GPP TS 32.299 §7.2.130'),
  row('Participant-Group', 1260, 'Grouped', '3GPP TS 32.299 §7.2.131', {
    members: ['Called-Party-Address', 'Participant-Access-Priority', 'User-Participating-Type'],
  }),
  row('Participant-Access-Priority', 1259, 'Enumerated', '3GPP TS 32.299 §7.2.132', {
    values: { 1: 'Pre-emptive', 2: 'High', 3: 'Normal', 4: 'Low' },
  }),
  row('User-Participating-Type', 1279, 'Enumerated', '3GPP TS 32.299 §7.2.241', {
    values: { 0: 'Normal', 1: 'NW PoC Box', 2: 'UE PoC Box' },
  }),
  row('Talk-Burst-Exchange', 1255, 'Grouped', '3GPP TS 32.299 §7.2.220', {
    members: [
      'PoC-Change-Time',
      'Number-Of-Talk-Bursts',
      'Talk-Burst-Volume',
      'Talk-Burst-Time',
      'Number-Of-Received-Talk-Bursts',
      'Received-Talk-Burst-Volume',
      'Received-Talk-Burst-Time',
      'Number-Of-Participants',
      'PoC-Change-Condition',
    ],
  }),
  row('PoC-Change-Time', 1262, 'Time', '3GPP TS 32.299 §7.2.140'),
  row('Number-Of-Talk-Bursts', 1283, 'Unsigned32', '3GPP TS 32.299 §7.2.119'),
  row('Talk-Burst-Volume', 1287, 'Unsigned32', '3GPP TS 32.299 §7.2.222'),
  row('Talk-Burst-Time', 1286, 'Unsigned32', '3GPP TS 32.299 §7.2.221'),
  row('Number-Of-Received-Talk-Bursts', 1282, 'Unsigned32', '3GPP TS 32.299 §7.2.118'),
  row('Received-Talk-Burst-Volume', 1285, 'Unsigned32', '3GPP TS 32.299 §7.2.166'),
  row('Received-Talk-Burst-Time', 1284, 'Unsigned32', '3GPP TS 32.299 §7.2.165'),
  row('PoC-Change-Condition', 1261, 'Enumerated', '3GPP TS 32.299 §7.2.139', {
    values: {
      0: 'serviceChange',
      1: 'volumeLimit',
      2: 'timeLimit',
      3: 'numberofTalkBurstLimit',
      4: 'numberofActiveParticipants',
      5: 'tariffTime',
    },
  }),
  row('PoC-Controlling-Address', 858, 'UTF8String', '3GPP TS 32.299 §7.2.141'),
  row('PoC-Group-Name', 859, 'UTF8String', '3GPP TS 32.299 §7.2.143'),
  row('PoC-Session-Id', 1229, 'UTF8String', '3GPP TS 32.299 §7.2.146'),
  row('Charged-Party', 857, 'UTF8String', '3GPP TS 32.299 §7.2.39'),
]
