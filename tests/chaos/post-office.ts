import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../support/callplane/free-port.js';
import { MailRoom } from '../support/mail/mail-room.js';
import { command } from '../system/support/command.js';
import { Door } from '../system/support/door.js';
import { until } from '../system/support/until.js';

const DAY_MS = 86_400_000;
const SCHEDULES = `schedules:
  - { name: daily, report: queues, every: day, at: "00:00", timezone: UTC, mail: { to: [boss@example.com], attach: [csv] } }
`;
/** It looks four times a minute, and waits a minute after the first failure. */
const ARRIVES_WITHIN_MS = 150_000;
/** Two looks: a second mail, which must not come, would come by then. */
const LOOKS_TWICE_MS = 31_000;

/** A mail server behind a door that can be shut, and a report that is sent by it. */
export class PostOffice {
  private constructor(
    private readonly room: MailRoom,
    readonly door: Door,
    /** What Callplane must be told of it. */
    readonly settings: Readonly<Record<string, string>>,
  ) {}

  static async open(folder: string): Promise<PostOffice> {
    const room = await MailRoom.open({ certificate: null, login: null });
    const door = new Door(await freePort(), { host: '127.0.0.1', port: room.port });
    await door.open();
    const schedules = join(folder, 'schedules.yml');
    writeFileSync(schedules, SCHEDULES);
    return new PostOffice(room, door, {
      CALLPLANE_SCHEDULES: schedules,
      CALLPLANE_SMTP_HOST: '127.0.0.1',
      CALLPLANE_SMTP_PORT: String(door.port),
      CALLPLANE_SMTP_SECURITY: 'none',
      CALLPLANE_SMTP_FROM: 'reports@example.com',
    });
  }

  /** Asks for the report of yesterday once more. */
  async askForReport(environment: Readonly<Record<string, string>>): Promise<void> {
    const yesterday = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
    const asked = await command(environment, 'report', 'resend', 'daily', '--due', yesterday);
    if (asked.code !== 0) throw new Error(`the report could not be asked for: ${asked.err}`);
  }

  /** Waits until one more report has arrived; throws when it comes twice. */
  async oneMoreArrives(before: number): Promise<void> {
    await until('the report', () => this.arrived > before, ARRIVES_WITHIN_MS);
    await pause(LOOKS_TWICE_MS);
    if (this.arrived > before + 1) throw new Error(`the report came ${this.arrived - before} times`);
  }

  get arrived(): number {
    return this.room.accepted.length;
  }

  async close(): Promise<void> {
    this.door.close();
    await this.room.close();
  }
}
