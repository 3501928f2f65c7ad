import { SESSION } from './caller-scenario.js';

/** How long an agent talks until he hangs up: always so long, or something between the two. */
export type Talk = number | { readonly fromMs: number; readonly toMs: number };

/** A phone rings, answers at once, talks and hangs up. */
export function answeringPhone(talk: Talk): string {
  return scenario('phone', `${INVITED}${RINGING}${answerAndTalk(talk)}`);
}

/** What the phones of `racingPhones` wait before the winner answers. */
export const RACE_RINGS_MS = 300;

/**
 * Of the phones that ring for one caller, the one whose name ends in the last two digits of the caller's number
 * answers after `RACE_RINGS_MS`; the others ring until they are told to stop.
 */
export function racingPhones(talk: Talk): string {
  const body = `${INVITED}
  <nop><action>
    <strcmp assign_to="difference" variable="mine" variable2="wanted"/>
    <test assign_to="wins" variable="difference" compare="equal" value="0"/>
  </action></nop>
${RINGING}
  <nop next="answer" test="wins"/>
  <recv request="CANCEL"/>
${respond('200 OK')}
${respond('487 Request Terminated', '', 'CSeq: [$sequence] INVITE')}
  <recv request="ACK" next="over"/>
  <label id="answer"/>
  <pause milliseconds="${RACE_RINGS_MS}"/>
${answerAndTalk(talk)}
  <label id="over"/>
  <nop/>`;
  return scenario('racing phones', body);
}

function scenario(name: string, body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="${name}">\n${body}\n</scenario>\n`;
}

/** Keeps what the own BYE and a refusal need: who called, who was called, and the number of the INVITE. */
const INVITED = `  <recv request="INVITE" rrs="true"><action>
    <ereg regexp=".*" search_in="hdr" header="From:" assign_to="calling"/>
    <ereg regexp=".*" search_in="hdr" header="To:" assign_to="called"/>
    <ereg regexp="[0-9]+" search_in="hdr" header="CSeq:" assign_to="sequence"/>
    <ereg regexp="([0-9][0-9])@" search_in="hdr" header="From:" assign_to="from-part,wanted"/>
    <ereg regexp="([0-9][0-9])@" search_in="hdr" header="To:" assign_to="to-part,mine"/>
  </action></recv>
  <Reference variables="calling,called,sequence,from-part,to-part,wanted,mine"/>
`;

const RINGING = respond('180 Ringing', 'Contact: <sip:[local_ip]:[local_port]>');

function respond(status: string, extra = '', sequence = '[last_CSeq:]'): string {
  return `  <send><![CDATA[
SIP/2.0 ${status}
[last_Via:]
[last_From:]
[last_To:];tag=[pid]p[call_number]
[last_Call-ID:]
${sequence}
${extra === '' ? '' : `${extra}\n`}Content-Length: 0

]]></send>
`;
}

function answerAndTalk(talk: Talk): string {
  return `  <send retrans="500"><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:];tag=[pid]p[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:[local_ip]:[local_port]>
Content-Type: application/sdp
Content-Length: [len]

${SESSION}
]]></send>
  <recv request="ACK"/>
  ${pause(talk)}
  <send retrans="500"><![CDATA[
BYE [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From:[$called];tag=[pid]p[call_number]
To:[$calling]
Call-ID: [call_id]
CSeq: 1 BYE
Max-Forwards: 70
Content-Length: 0

]]></send>
  <recv response="200"/>
`;
}

function pause(talk: Talk): string {
  if (typeof talk === 'number') return `<pause milliseconds="${talk}"/>`;
  return `<pause distribution="uniform" min="${talk.fromMs}" max="${talk.toMs}"/>`;
}
