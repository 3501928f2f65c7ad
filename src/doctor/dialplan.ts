import { type Check, type Finding, passed, warned } from '../ports/diagnosis.js';
import { readConfig } from './asterisk-config.js';
import type { LocalAsterisk, NotSeen } from './local-asterisk.js';

/** The dialplan hands calls to our application; dialplans that are not in extensions.conf cannot be seen. */
export function dialplanCheck(application: string, here: () => Promise<LocalAsterisk | NotSeen>): Check {
  return { area: 'asterisk', name: 'dialplan', look: async () => look(application, await here()) };
}

async function look(application: string, asterisk: LocalAsterisk | NotSeen): Promise<readonly Finding[]> {
  const mend = `let the trunk's context reach Stasis(${application},in,\${EXTEN}): include callplane-dialplan.conf in extensions.conf, give the trunk "context=callplane-trunk", then "dialplan reload"; "dialplan show callplane-trunk" shows it`;
  if ('why' in asterisk)
    return warned(`it cannot be seen whether calls are handed over: ${asterisk.why}`, mend);
  const lines = await readConfig(asterisk.root, asterisk.etc, 'extensions.conf').catch(() => []);
  const handsOver = new RegExp(`\\bStasis\\(\\s*${application}\\s*[,)]`);
  const contexts = new Set(lines.filter(({ text }) => handsOver.test(text)).map(({ section }) => section));
  if (contexts.size > 0)
    return handedOver(`${[...contexts].join(', ')} hand calls to "${application}"`, application, lines);
  return warned(
    `nothing in extensions.conf hands calls to the application "${application}": no call would arrive`,
    mend,
  );
}

/** A dialplan of an earlier version does not ask whether new calls may come. */
function handedOver(
  what: string,
  application: string,
  lines: readonly { readonly text: string }[],
): readonly Finding[] {
  const variable = `CALLPLANE_DRAINING_${application.replace(/\W/g, '_')}`;
  if (lines.some(({ text }) => text.includes(variable))) return passed(what);
  return warned(
    `${what}, but nothing looks at ${variable}: "callplane drain" would keep no call away`,
    'copy dialplan/callplane-dialplan.conf of this version to /etc/asterisk, then "dialplan reload"',
  );
}
