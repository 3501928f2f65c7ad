import type { Command, HangUpReason } from '../../../src/core/command.js';
import type { Failure, LegEnd } from '../../../src/core/signal.js';
import type { Channels } from './channels.js';
import type { ModelLeg } from './leg.js';
import type { PhoneDesk } from './phone-desk.js';
import type { Recordings } from './recordings.js';

export interface ModelParts {
  readonly channels: Channels;
  readonly desk: PhoneDesk;
  readonly recordings: Recordings;
}

type Reply = (failure: Failure | null) => void;

/**
 * Gives the command its effect; `reply` says how it went, at once or, for a command that waits for the channel's
 * thread, when that has done it (ari.md §2.1).
 */
export function carryOut(parts: ModelParts, command: Command, reply: Reply): void {
  const { channels, desk } = parts;
  if ('recording' in command) {
    reply(record(parts, command));
    return;
  }
  switch (command.kind) {
    case 'answer': {
      onLeg(channels, command.leg, reply, (leg) => later(channels, leg, reply, () => channels.answer(leg)));
      return;
    }
    case 'indicate-ringing':
    case 'start-ringback': {
      soon(channels, command.leg, reply, (leg) => (leg.hasRingback = !hasCompany(channels, leg)));
      return;
    }
    case 'start-music': {
      onUpLeg(channels, command.leg, reply, (leg) => {
        leg.hasRingback = false;
        leg.music = command.music;
      });
      return;
    }
    case 'stop-ringback': {
      ifThere(channels, command.leg, reply, (leg) => (leg.hasRingback = false));
      return;
    }
    case 'stop-music': {
      ifThere(channels, command.leg, reply, (leg) => (leg.music = null));
      return;
    }
    case 'play':
      return play(channels, command, reply);
    case 'stop-playback':
      return stopPlayback(channels, command, reply);
    case 'ring':
      return reply(desk.ring(command));
    case 'connect':
      return connect(channels, command, reply);
    case 'join-bridge':
      return joinBridge(channels, command, reply);
    case 'leave-bridge':
      return leaveBridge(channels, command, reply);
    case 'remove-bridge':
      channels.removeBridge(command.bridge);
      reply(null);
      return;
    case 'hang-up':
      return hangUp(channels, command.leg, command.reason, reply);
    case 'answer-refer': {
      onUpLeg(channels, command.leg, reply, ({ id, phone }) => desk.hearsAnswer(phone, id, command.answer));
      return;
    }
    case 'send-on':
      return sendOn(channels, command.leg, reply);
    case 'verify-leg':
      if (!channels.isThere(command.leg)) channels.tellGone(command.leg);
      reply(null);
      return;
    case 'watch-phone':
      desk.watch(command.phone);
      reply(null);
      return;
    case 'unwatch-phone':
      desk.unwatch(command.phone);
      reply(null);
      return;
  }
}

type RecordingCommand = Extract<Command, { readonly recording: string }>;

function record({ channels, recordings }: ModelParts, command: RecordingCommand): Failure | null {
  const { recording } = command;
  switch (command.kind) {
    case 'start-recording': {
      const legs = channels.hasBridge(command.bridge) ? channels.legsIn(command.bridge) : null;
      return recordings.start(recording, command.bridge, legs);
    }
    case 'record-message': {
      const leg = channels.leg(command.leg);
      if (leg === undefined) return 'gone';
      return recordings.message(command, leg.id);
    }
    case 'discard-recording':
      recordings.remove(recording);
      return null;
    case 'pause-recording':
      return recordings.pause(recording);
    case 'resume-recording':
      return recordings.resume(recording);
    case 'stop-recording':
      recordings.stop(recording);
      return null;
    case 'verify-recording':
      recordings.tell(recording);
      return null;
  }
}

/** The first sound of whoever stands in the bridge as well ends the tone (Asterisk's ast_write, AST_FLAG_WRITE_INT). */
function hasCompany(channels: Channels, { id, bridge }: ModelLeg): boolean {
  return bridge !== null && channels.legsIn(bridge).some((leg) => leg !== id);
}

function onLeg(channels: Channels, id: string, reply: Reply, act: (leg: ModelLeg) => void): void {
  const leg = channels.leg(id);
  if (leg === undefined) reply('gone');
  else act(leg);
}

/** Commands that Asterisk takes at once and does when the channel's thread comes to it. */
function soon(channels: Channels, id: string, reply: Reply, act: (leg: ModelLeg) => void): void {
  onLeg(channels, id, reply, (leg) => {
    channels.give(leg, { kind: 'act', act: () => act(leg) });
    reply(null);
  });
}

/** The same, refused for a leg of ours that is not up (409 or 412, ari.md §2.2). */
function onUpLeg(channels: Channels, id: string, reply: Reply, act: (leg: ModelLeg) => void): void {
  onLeg(channels, id, reply, (leg) => {
    if (leg.role === 'phone' && leg.state !== 'up') reply('conflict');
    else soon(channels, id, reply, act);
  });
}

/** Commands that are answered when the channel's thread has done them. */
function later(channels: Channels, leg: ModelLeg, reply: Reply, act: () => void): void {
  channels.give(leg, {
    kind: 'act',
    act: () => {
      if (leg.state === 'gone') {
        reply('gone');
        return;
      }
      act();
      reply(null);
    },
  });
}

/** The same, for what is done already when the leg is gone. */
function ifThere(channels: Channels, id: string, reply: Reply, act: (leg: ModelLeg) => void): void {
  if (channels.isThere(id)) soon(channels, id, reply, act);
  else reply(null);
}

function play(channels: Channels, command: Extract<Command, { kind: 'play' }>, reply: Reply): void {
  onLeg(channels, command.leg, reply, (leg) => {
    if (leg.role === 'phone' && leg.state !== 'up') {
      reply('conflict');
      return;
    }
    channels.give(leg, { kind: 'play', playback: command.playback, media: command.media });
    reply(null);
  });
}

/** Not there any more is what was wanted. */
function stopPlayback(
  channels: Channels,
  command: Extract<Command, { kind: 'stop-playback' }>,
  reply: Reply,
): void {
  const leg = channels.leg(command.leg);
  if (leg !== undefined) channels.stopPlayback(leg, command.playback);
  reply(null);
}

/** One after the other, each when its thread is free; a leg that ends meanwhile is passed over (204, ari.md §2.2). */
function connect(channels: Channels, command: Extract<Command, { kind: 'connect' }>, reply: Reply): void {
  if (command.create) channels.createBridge(command.bridge);
  const [first, second] = command.legs.map((id) => channels.leg(id));
  if (first === undefined || second === undefined || !channels.hasBridge(command.bridge)) {
    reply('gone');
    return;
  }
  if ([first, second].some((leg) => leg.role === 'phone' && leg.state !== 'up')) {
    reply('conflict');
    return;
  }
  const join = (leg: ModelLeg, then: () => void): void =>
    channels.give(leg, {
      kind: 'act',
      act: () => {
        channels.join(leg, command.bridge);
        then();
      },
    });
  join(first, () => join(second, () => reply(null)));
}

/** The same for one leg. */
function joinBridge(
  channels: Channels,
  { leg: id, bridge }: Extract<Command, { kind: 'join-bridge' }>,
  reply: Reply,
): void {
  onLeg(channels, id, reply, (leg) => {
    if (!channels.hasBridge(bridge)) reply('gone');
    else if (leg.role === 'phone' && leg.state !== 'up') reply('conflict');
    else later(channels, leg, reply, () => channels.join(leg, bridge));
  });
}

/** Asterisk answers when the channel is out; one that is not in there is refused (422), ari.md §2.2. */
function leaveBridge(
  channels: Channels,
  { leg: id, bridge }: Extract<Command, { kind: 'leave-bridge' }>,
  reply: Reply,
): void {
  onLeg(channels, id, reply, (leg) => {
    if (!channels.hasBridge(bridge)) reply('gone');
    else if (leg.bridge !== bridge) reply('conflict');
    else later(channels, leg, reply, () => channels.leave(leg));
  });
}

/** It leaves the application; what the dialplan does with it is none of ours. */
function sendOn(channels: Channels, id: string, reply: Reply): void {
  onLeg(channels, id, reply, () => {
    channels.end(id, 'normal');
    reply(null);
  });
}

/** Hang-up queues behind nothing. */
function hangUp(channels: Channels, id: string, reason: HangUpReason, reply: Reply): void {
  const leg = channels.leg(id);
  if (leg === undefined) channels.tellGone(id);
  else {
    leg.hungUpAs = reason;
    channels.end(id, endOf(leg));
  }
  reply(null);
}

/** What Asterisk reports of a leg that we hung up: `cancelled` before its answer, a normal end after it. */
function endOf(leg: ModelLeg): LegEnd {
  return leg.role === 'phone' && leg.state !== 'up' ? 'cancelled' : 'normal';
}
