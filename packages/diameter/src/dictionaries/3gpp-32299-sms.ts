// 3GPP TS 32.299 §7.2: SMS-Information, with the addresses that it shares with multimedia messaging.
import type { AvpDefinition } from '../dictionary'
import { rowsOf } from './row'

const row = rowsOf(10415)

/** SMS-Information with what stands inside it. */
export const smsInformation: readonly AvpDefinition[] = [
  row('SMS-Information', 2000, 'Grouped', '3GPP TS 32.299 §7.2.211', {
    members: [
      'SMS-Node',
      'Client-Address',
      'Originator-SCCP-Address',
      'SMSC-Address',
      'Data-Coding-Scheme',
      'SM-Discharge-Time',
      'SM-Message-Type',
      'Originator-Interface',
      'SM-Protocol-ID',
      'Reply-Path-Requested',
      'SM-Status',
      'SM-User-Data-Header',
      'Number-Of-Messages-Sent',
      'SM-Sequence-Number',
      'Recipient-Info',
      'Originator-Received-Address',
      'SM-Service-Type',
      'SMS-Result',
      'SM-Device-Trigger-Indicator',
      'SM-Device-Trigger-Information',
      'MTC-IWF-Address',
      'Application-Port-Identifier',
      'External-Identifier',
    ],
  }),
  row('SMS-Node', 2016, 'Enumerated', '3GPP TS 32.299 §7.2.212', {
    values: { 0: 'SMS Router', 1: 'IP-SM-GW', 2: 'SMS Router and IP-SM-GW', 3: 'SMS-SC' },
  }),
  row('Client-Address', 2018, 'Address', '3GPP TS 32.299 §7.2.41'),
  row('Originator-SCCP-Address', 2008, 'Address', '3GPP TS 32.299 §7.2.128'),
  row('SMSC-Address', 2017, 'Address', '3GPP TS 32.299 §7.2.214'),
  row('Data-Coding-Scheme', 2001, 'Integer32', '3GPP TS 32.299 §7.2.49'),
  row('SM-Discharge-Time', 2012, 'Time', '3GPP TS 32.299 §7.2.206'),
  row('SM-Message-Type', 2007, 'Enumerated', '3GPP TS 32.299 §7.2.207', {
    values: {
      0: 'SUBMISSION',
      1: 'DELIVERY_REPORT',
      2: 'SM Service Request',
      3: 'T4 Device Trigger',
      4: 'SM Device Trigger',
      5: 'MO-SMS T4 submission',
    },
  }),
  row('Originator-Interface', 2009, 'Grouped', '3GPP TS 32.299 §7.2.126', {
    members: ['Interface-Id', 'Interface-Text', 'Interface-Port', 'Interface-Type'],
  }),
  row('Interface-Id', 2003, 'UTF8String', '3GPP TS 32.299 §7.2.71'),
  row('Interface-Text', 2005, 'UTF8String', '3GPP TS 32.299 §7.2.73'),
  row('Interface-Port', 2004, 'UTF8String', '3GPP TS 32.299 §7.2.72'),
  row('Interface-Type', 2006, 'Enumerated', '3GPP TS 32.299 §7.2.74', {
    values: {
      0: 'Unknown',
      1: 'MOBILE_ORIGINATING',
      2: 'MOBILE_TERMINATING',
      3: 'APPLICATION_ORIGINATING',
      4: 'APPLICATION_TERMINATION',
    },
  }),
  row('SM-Protocol-ID', 2013, 'OctetString', '3GPP TS 32.299 §7.2.208'),
  row('Reply-Path-Requested', 2011, 'Enumerated', '3GPP TS 32.299 §7.2.174', {
    values: { 0: 'No Reply Path Set', 1: 'Reply path Set' },
  }),
  row('SM-Status', 2014, 'OctetString', '3GPP TS 32.299 §7.2.209'),
  row('SM-User-Data-Header', 2015, 'OctetString', '3GPP TS 32.299 §7.2.210'),
  row('Number-Of-Messages-Sent', 2019, 'Unsigned32', '3GPP TS 32.299 §7.2.116'),
  row('SM-Sequence-Number', 3408, 'Unsigned32', '3GPP TS 32.299 §7.2.208A'),
  row('Recipient-Info', 2026, 'Grouped', '3GPP TS 32.299 §7.2.168', {
    members: [
      'Destination-Interface',
      'Recipient-Address',
      'Recipient-Received-Address',
      'Recipient-SCCP-Address',
      'SM-Protocol-ID',
    ],
  }),
  row('Destination-Interface', 2002, 'Grouped', '3GPP TS 32.299 §7.2.53', {
    members: ['Interface-Id', 'Interface-Text', 'Interface-Port', 'Interface-Type'],
  }),
  row('Recipient-Address', 1201, 'Grouped', '3GPP TS 32.299 §7.2.167', {
    members: ['Address-Type', 'Address-Data', 'Address-Domain', 'Addressee-Type'],
  }),
  row('Address-Type', 899, 'Enumerated', '3GPP TS 32.299 §7.2.9', {
    values: {
      0: 'e-mail address',
      1: 'MSISDN',
      2: 'IPv4 Address',
      3: 'IPv6 Address',
      4: 'Numeric Shortcode',
      5: 'Alphanumeric Shortcode',
      6: 'Other',
      7: 'IMSI',
    },
  }),
  row('Address-Data', 897, 'UTF8String', '3GPP TS 32.299 §7.2.7'),
  row('Address-Domain', 898, 'Grouped', '3GPP TS 32.299 §7.2.8', { members: ['Domain-Name', '3GPP-IMSI-MCC-MNC'] }),
  row('Domain-Name', 1200, 'UTF8String', '3GPP TS 32.299 §7.2.55'),
  row('Addressee-Type', 1208, 'Enumerated', '3GPP TS 32.299 §7.2.10', { values: { 0: 'TO', 1: 'CC', 2: 'BCC' } }),
  row('Recipient-Received-Address', 2028, 'Grouped', '3GPP TS 32.299 §7.2.169', {
    members: ['Address-Type', 'Address-Data', 'Address-Domain'],
  }),
  row('Recipient-SCCP-Address', 2010, 'Address', '3GPP TS 32.299 §7.2.170'),
  row('Originator-Received-Address', 2027, 'Grouped', '3GPP TS 32.299 §7.2.127', {
    members: ['Address-Type', 'Address-Data', 'Address-Domain'],
  }),
  row('SM-Service-Type', 2029, 'Enumerated', '3GPP TS 32.299 §7.2.213', {
    values: {
      0: 'Short Message content processing',
      1: 'Short Message forwarding',
      2: 'Short Message Forwarding multiple subscriptions',
      3: 'Short Message filtering',
      4: 'Short Message receipt',
      5: 'Short Message Network Storage',
      6: 'Short Message to multiple destinations',
      7: 'Short Message Virtual Private Network',
      8: 'Short Message Auto Reply',
      9: 'Short Message Personal Signature',
      10: 'Short Message Deferred Delivery',
    },
  }),
  row('SMS-Result', 3409, 'Unsigned32', '3GPP TS 32.299 §7.2.212A'),
  row('SM-Device-Trigger-Indicator', 3407, 'Enumerated', '3GPP TS 32.299 §7.2.205A', {
    values: { 0: 'Not DeviceTrigger', 1: 'Device Trigger request', 2: 'Device Trigger replace', 3: 'Device Trigger recall' },
  }),
  row('SM-Device-Trigger-Information', 3405, 'Grouped', '3GPP TS 32.299 §7.2.205B', {
    members: [
      'MTC-IWF-Address',
      'Reference-Number',
      'Serving-Node',
      'Validity-Time',
      'Priority-Indication',
      'Application-Port-Identifier',
    ],
  }),
  row('MTC-IWF-Address', 3406, 'Address', '3GPP TS 32.299 §7.2.111C'),
]
