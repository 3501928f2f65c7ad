import type { Packet } from './pcap.js';

/** The ports between which the calls go. */
export interface SipPorts {
  readonly pbx: number;
  readonly callers: number;
  readonly phones: number;
}

/** What the benchmark needs to know of one SIP message. */
export interface SipMessage {
  readonly atUs: number;
  readonly from: 'caller' | 'phone' | 'pbx';
  readonly to: 'caller' | 'phone' | 'pbx';
  /** Of the request, or of the request that a response answers. */
  readonly method: string;
  /** null: it is a request. */
  readonly status: number | null;
  readonly callId: string;
  /** User part of the From header: in an INVITE who calls. */
  readonly calling: string;
  /** User part of the To header: in an INVITE who is called. */
  readonly called: string;
}

/** The SIP messages of a capture, in the order in which they passed. */
export function sipMessages(packets: readonly Packet[], ports: SipPorts): SipMessage[] {
  const sides = new Map<number, SipMessage['from']>([
    [ports.pbx, 'pbx'],
    [ports.callers, 'caller'],
    [ports.phones, 'phone'],
  ]);
  return packets.flatMap((packet) => {
    const from = sides.get(packet.from);
    const to = sides.get(packet.to);
    if (packet.transport !== 'udp' || from === undefined || to === undefined) return [];
    const message = readMessage(packet.payload.toString('latin1'));
    return message === null ? [] : [{ atUs: packet.atUs, from, to, ...message }];
  });
}

const START = /^(?:SIP\/2\.0 (\d{3})|([A-Z]+) sip)/;
const CALL_ID = /\r\nCall-ID: *([^\r]+)/i;
const COMMAND_SEQUENCE = /\r\nCSeq: *\d+ +([A-Z]+)/i;
const FROM_USER = /\r\nFrom:[^\r]*?sip:([^@;>\r]*)@/i;
const TO_USER = /\r\nTo:[^\r]*?sip:([^@;>\r]*)@/i;

function readMessage(text: string): Omit<SipMessage, 'atUs' | 'from' | 'to'> | null {
  const start = START.exec(text);
  if (start === null) return null;
  const status = start[1];
  return {
    method: COMMAND_SEQUENCE.exec(text)?.[1] ?? '',
    status: status === undefined ? null : Number(status),
    callId: CALL_ID.exec(text)?.[1] ?? '',
    calling: FROM_USER.exec(text)?.[1] ?? '',
    called: TO_USER.exec(text)?.[1] ?? '',
  };
}
