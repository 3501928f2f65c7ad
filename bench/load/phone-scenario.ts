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
To:[$called];tag=[pid]p[call_number]
[last_Call-ID:]
${sequence}
${extra === '' ? '' : `${extra}\n`}Content-Length: 0

]]></send>
`;
}

const VARIETY = 7;

/** Where the length of the talk varies, one of `VARIETY` equally spaced lengths is drawn before the answer. */
function answerAndTalk(talk: Talk): string {
  if (typeof talk === 'number') return talkOf(talk, '0');
  const lengths = evenly(talk.fromMs, talk.toMs);
  const draws = lengths.map((_, index) => {
    const chance = 1 / (lengths.length - index);
    return `  <nop next="draw-${index}" ${chance === 1 ? '' : `chance="${chance}"`}/>\n`;
  });
  const talks = lengths.map(
    (length, index) => `  <label id="draw-${index}"/>\n${talkOf(length, String(index))}  <nop next="end"/>\n`,
  );
  return [...draws, ...talks, '  <label id="end"/>\n  <nop/>\n'].join('');
}

function evenly(from: number, to: number): number[] {
  return Array.from({ length: VARIETY }, (_, index) =>
    Math.round(from + ((to - from) * index) / (VARIETY - 1)),
  );
}

/** The talk is a wait for a second INVITE, because SIPp hears nothing in a pause. */
function talkOf(length: number, name: string): string {
  return `${accept()}  <recv request="ACK"/>
  <label id="talk-${name}"/>
  <recv request="INVITE" timeout="${length}" ontimeout="bye-${name}"/>
${accept()}  <recv request="ACK" next="talk-${name}"/>
  <label id="bye-${name}"/>
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

/** 200 with what the phone can hear, for the call itself and when Asterisk tells it anew whom it talks to. */
function accept(): string {
  return `  <send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
To:[$called];tag=[pid]p[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:[local_ip]:[local_port]>
Content-Type: application/sdp
Content-Length: [len]

${SESSION}
]]></send>
`;
}
