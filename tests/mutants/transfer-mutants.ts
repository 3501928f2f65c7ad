import type { Mutant } from './mutant.js';

/** Faults about callers who are handed over. */
export const TRANSFER_MUTANTS: readonly Mutant[] = [
  {
    name: 'transfer-hears-what-is-asked',
    what: 'the caller stays in the bridge and hears what another is asked',
    file: 'core/transfer/holding.ts',
    find: 'if (!isOut) takeOut(work, call.leg);',
    replace: '',
  },
  {
    name: 'transfer-refused-in-silence',
    what: 'nobody whom the agent asks answers, and the caller hears music for ever',
    file: 'core/transfer/consulting.ts',
    find: '  resume(work, call, consulting.conversation);\n',
    replace: '',
  },
  {
    name: 'transfer-chain-stops',
    what: 'where the first of a chain does not answer, nobody else is rung',
    file: 'core/transfer/consulting.ts',
    find: 'const ranked = transfer.agents.filter(',
    replace: 'const ranked = transfer.agents.slice(0, 1).filter(',
  },
  {
    name: 'transfer-not-back',
    what: 'who handed the caller over still writes his notes, and is not rung when nobody has him',
    file: 'core/transfer/returning.ts',
    find: '  transfer.notes = notes;\n  return true;',
    replace: '  goOnWithWrapUp(work, agent, notes);\n  return false;',
  },
  {
    name: 'transfer-told-twice',
    what: 'a transfer is told again with every conversation that follows',
    file: 'core/transfer/settling.ts',
    find: '  call.transfer = null;\n',
    replace: '',
  },
  {
    name: 'transfer-consultation-is-talk',
    what: 'the time in which another is asked counts as talk with the caller',
    file: 'core/call/conversation.ts',
    find: 'return now - startedAt - consultMs;',
    replace: 'return now - startedAt + 0 * consultMs;',
  },
  {
    name: 'transfer-not-recorded-further',
    what: 'who takes a caller over from a queue that records does not go on recording',
    file: 'core/ringing/connecting.ts',
    find: 'const recordedAs = visit.queue ?? call.transfer?.recordedAs ?? null;',
    replace: 'const recordedAs = visit.queue;',
  },
  {
    name: 'transfer-key-unheard',
    what: 'a phone is hung up before it hears that its transfer is done',
    file: 'core/transfer/referring.ts',
    find: "work.commands.splice(place, 0, { kind: 'answer-refer', leg, answer });",
    replace:
      "work.commands.splice(work.commands.length + 0 * place, 0, { kind: 'answer-refer', leg, answer });",
  },
  {
    name: 'transfer-key-any-call',
    what: 'a phone brings two calls together that are not about one caller',
    file: 'core/transfer/referring.ts',
    find: 'if (leg === beside || !lines.includes(beside) || consultingIn(call) === null)',
    replace: 'if (lines.length === 0 || consultingIn(call) === null)',
  },
  {
    name: 'transfer-line-outside',
    what: 'whoever is asked does not hear the agent, whose second line stays outside',
    file: 'core/transfer/second-line.ts',
    find: '  bringIn(work, line, conversation.bridge);\n',
    replace: '  bringIn(work, line, conversation.bridge + line);\n',
  },
  {
    name: 'transfer-line-forgotten',
    what: 'the second line of a phone stays up when its transfer is done',
    file: 'core/transfer/handing-over.ts',
    find: "  if (line !== null) hangUp(work, line, 'normal');\n",
    replace: "  if (line === '') hangUp(work, line, 'normal');\n",
  },
  {
    name: 'transfer-outside-rings-on',
    what: 'a number outside that the agent asks no more rings on, or stays in the bridge beside him and his caller',
    file: 'core/transfer/asking-outside.ts',
    find: "  hangUp(work, outside.leg, 'normal');\n",
    replace: '',
  },
  {
    name: 'transfer-outside-unbounded',
    what: 'a number outside that nobody answers is asked for ever, and the caller hears music',
    file: 'core/transfer/consulting.ts',
    find: "  else askedOutsideLeft(work, call, outside.leg, { result: 'no-answer', endedBy: 'callplane' });\n",
    replace: "  else work.state.deadlines.set('dial', call.id, work.now + againInMs);\n",
  },
  {
    name: 'transfer-outside-apart',
    what: 'the caller does not come to the number outside that his agent has asked, and gives him over to',
    file: 'core/transfer/handing-over.ts',
    find: '  bringIn(work, call.leg, outside.stage.bridge);\n',
    replace: '',
  },
  {
    name: 'transfer-asking-unheard',
    what: 'an agent who asks another hears ringing before the caller is out of the bridge, whose next sound ends it',
    file: 'core/transfer/consulting.ts',
    find: "  hold(work, call, conversation, 'consult');\n  hearAsking(work, call, { conversation, consultation });\n",
    replace:
      "  hearAsking(work, call, { conversation, consultation });\n  hold(work, call, conversation, 'consult');\n",
  },
];
