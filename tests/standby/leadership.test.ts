import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LeaseRow } from '../../src/ports/standby.js';
import { type Act, type Happening, Leadership, claimOf, isClaimOf } from '../../src/standby/leadership.js';

const LEASE_MS = 3_000;

/** The row in the database, with its own clock, which here is the same. */
class Row {
  holder = '';
  term = 0;
  sequence = 0;
  endsAt = 0;

  seen(now: number): LeaseRow {
    return { holder: this.holder, term: this.term, sequence: this.sequence, isOver: this.endsAt <= now };
  }
}

/** One installation in virtual time; its row, its Asterisk and the other's stream are in the test's hands. */
class Scene {
  now = 1_000_000;
  readonly acts: Act[] = [];
  sequence = 100;
  hears: 'asterisk' | 'nothing' = 'asterisk';
  leader: 'hears' | 'deaf' | 'away' = 'away';
  database: 'there' | 'away' = 'there';
  claim: string | null = null;
  readonly machine: Leadership;

  constructor(
    readonly row: Row = new Row(),
    readonly installation = 'one',
  ) {
    this.machine = new Leadership(
      { installation, leaseMs: LEASE_MS, sequence: () => this.sequence },
      this.now,
    );
  }

  happens(happening: Happening): readonly Act[] {
    const acts = this.machine.step(happening, this.now);
    this.acts.push(...acts);
    return acts;
  }

  /** The books, Asterisk and the other installation as they are; then time passes. */
  tick(): void {
    this.now += 250;
    if (this.database === 'there') this.#books();
    if (this.machine.phase.kind === 'following')
      this.happens(
        this.hears === 'asterisk'
          ? { kind: 'asterisk-answered', claim: this.claim }
          : { kind: 'asterisk-silent' },
      );
    if (this.leader !== 'away') this.happens({ kind: 'leader-heard', hears: this.leader === 'hears' });
    for (const act of this.happens({ kind: 'time-passed' })) this.#asterisk(act);
  }

  pass(seconds: number): void {
    for (let quarter = 0; quarter < seconds * 4; quarter += 1) this.tick();
  }

  did(what: Act['do']): number {
    return this.acts.filter((act) => act.do === what).length;
  }

  get phase(): string {
    return this.machine.phase.kind;
  }

  /** A leader whose event stream is open. */
  static leading(): Scene {
    const scene = new Scene();
    scene.pass(3);
    scene.happens({ kind: 'stream-open' });
    assert.equal(scene.phase, 'leading');
    return scene;
  }

  #books(): void {
    const wish = this.machine.wish();
    const { row } = this;
    const mayTake =
      wish.wish === 'take' &&
      wish.term === row.term &&
      (row.endsAt <= this.now || row.holder === wish.holder);
    if (mayTake) Object.assign(row, { holder: wish.holder, term: row.term + 1, endsAt: this.now + LEASE_MS });
    const isHolder = wish.wish !== 'watch' && wish.holder === row.holder && wish.term === row.term;
    if (wish.wish === 'hold' && isHolder) {
      row.endsAt = this.now + LEASE_MS;
      row.sequence = Math.max(row.sequence, wish.sequence);
    }
    if (wish.wish === 'give-up' && isHolder) row.endsAt = 0;
    for (const act of this.happens({ kind: 'lease-seen', row: row.seen(this.now) })) this.#asterisk(act);
  }

  #asterisk(act: Act): void {
    if (act.do !== 'write-claim') return;
    if (this.hears === 'asterisk') this.claim = act.claim;
    this.happens({ kind: this.hears === 'asterisk' ? 'claim-written' : 'asterisk-silent' });
  }
}

test('alone and for the first time: it leads when nobody has been heard for a while', () => {
  const scene = new Scene();
  scene.pass(1);
  assert.equal(scene.phase, 'following');
  scene.pass(2);
  assert.equal(scene.phase, 'leading');
  assert.deepEqual([scene.did('write-claim'), scene.did('lead'), scene.claim], [1, 1, '1:one']);
});

test('a leader that is heard is left in peace, whatever the row says', () => {
  const scene = new Scene();
  scene.leader = 'hears';
  scene.pass(60);
  assert.equal(scene.phase, 'following');
});

test('a leader that dies: under 5 s until the other leads, and not before the lease is over', () => {
  const row = Object.assign(new Row(), {
    holder: 'two',
    term: 7,
    sequence: 100,
    endsAt: 1_000_000 + LEASE_MS,
  });
  const scene = new Scene(row);
  scene.claim = '7:two';
  scene.pass(2.5);
  assert.equal(scene.phase, 'following');
  scene.pass(1.5);
  assert.equal(scene.phase, 'leading');
  assert.equal(scene.claim, '8:one');
});

test('the database is away: nobody tries, and who leads goes on leading', () => {
  const standby = new Scene();
  standby.database = 'away';
  standby.pass(60);
  assert.equal(standby.phase, 'following');
  const leader = Scene.leading();
  leader.database = 'away';
  leader.pass(3_600);
  assert.equal(leader.phase, 'leading');
  assert.equal(leader.did('fence'), 0);
});

test('who does not reach Asterisk does not try, and does not keep the lease from the other', () => {
  const scene = new Scene();
  scene.hears = 'nothing';
  scene.pass(30);
  assert.equal(scene.phase, 'following');
  assert.equal(scene.row.term, 0);
});

test('Asterisk falls silent between lease and claim: back to following, and the lease runs out', () => {
  const scene = new Scene();
  while (scene.phase === 'following') scene.tick();
  scene.hears = 'nothing';
  scene.pass(10);
  assert.equal(scene.phase, 'following');
  assert.equal(scene.did('lead'), 0);
  assert.ok(scene.row.endsAt <= scene.now);
});

test('who knows less than the last leader wrote lets the other go first', () => {
  const little = new Scene(Object.assign(new Row(), { holder: 'two', term: 7, sequence: 190 }));
  little.pass(3);
  assert.equal(little.phase, 'leading', 'some records were on their way');
  const row = Object.assign(new Row(), { holder: 'two', term: 7, sequence: 5_000 });
  const scene = new Scene(row);
  scene.pass(14);
  assert.equal(scene.phase, 'following');
  scene.pass(3);
  assert.equal(scene.phase, 'leading');
});

test('the own line was started again: it leads on at once, as long as Asterisk holds its claim', () => {
  const row = Object.assign(new Row(), { holder: 'one', term: 4, endsAt: 1_000_000 + LEASE_MS });
  const scene = new Scene(row);
  scene.claim = '4:one';
  scene.pass(1);
  assert.equal(scene.phase, 'leading');
  const other = new Scene(Object.assign(new Row(), { holder: 'one', term: 4, endsAt: 1_000_000 + LEASE_MS }));
  other.claim = '5:two';
  other.pass(2);
  assert.equal(other.phase, 'following');
});

test('two try at once: one gets the lease, the other follows', () => {
  const row = new Row();
  const scenes = [new Scene(row, 'one'), new Scene(row, 'two')];
  for (let quarter = 0; quarter < 40; quarter += 1) {
    for (const scene of scenes) scene.tick();
    const leading = scenes.find(({ phase }) => phase === 'leading');
    for (const scene of scenes) if (leading !== undefined && scene !== leading) scene.leader = 'hears';
    leading?.happens({ kind: 'stream-open' });
  }
  assert.deepEqual(scenes.map(({ phase }) => phase).sort(), ['following', 'leading']);
});

test('replaced, or another claim is found: it is silent at once and leaves', () => {
  for (const kind of ['replaced', 'other-claim-found'] as const) {
    const scene = Scene.leading();
    assert.deepEqual(
      scene.happens({ kind }).map((act) => act.do),
      ['fence', 'leave'],
    );
    assert.equal(scene.machine.wish().wish, 'watch');
  }
});

test('without Asterisk it steps aside soon for a standby that has it, late when nobody is heard', () => {
  const withStandby = Scene.leading();
  withStandby.happens({ kind: 'stream-lost' });
  for (let quarter = 0; quarter < 16; quarter += 1) {
    withStandby.happens({ kind: 'follower-heard', hears: true, isInStep: true });
    withStandby.tick();
  }
  assert.equal(withStandby.did('leave'), 1);
  assert.equal(withStandby.row.endsAt, 0, 'the lease is given up');
  const alone = Scene.leading();
  alone.happens({ kind: 'stream-lost' });
  alone.pass(14);
  assert.equal(alone.phase, 'leading');
  alone.pass(3);
  assert.equal(alone.did('leave'), 1);
});

test('a stream that comes back in time changes nothing', () => {
  const scene = Scene.leading();
  scene.happens({ kind: 'stream-lost' });
  scene.pass(2);
  scene.happens({ kind: 'stream-open' });
  scene.pass(60);
  assert.equal(scene.phase, 'leading');
});

test('hand-over: silent first, then the follower gets the rest, then the lease is free and the follower is told', () => {
  const scene = Scene.leading();
  scene.happens({ kind: 'hand-over-asked' });
  assert.equal(scene.phase, 'leading', 'nobody follows');
  scene.happens({ kind: 'follower-heard', hears: true, isInStep: true });
  assert.deepEqual(
    scene.happens({ kind: 'hand-over-asked' }).map((act) => act.do),
    ['fence'],
  );
  assert.equal(scene.machine.wish().wish, 'hold');
  assert.deepEqual(
    scene.happens({ kind: 'follower-has-all' }).map((act) => act.do),
    ['tell-follower-to-take-over'],
  );
  scene.pass(1);
  assert.equal(scene.row.endsAt, 0);
  assert.equal(scene.did('leave'), 0, 'the event stream stays until the other has one');
  scene.happens({ kind: 'replaced' });
  assert.equal(scene.did('leave'), 1);
});

test('hand-over to one who does not come: after ten seconds it follows, and may lead again', () => {
  const scene = Scene.leading();
  scene.happens({ kind: 'follower-heard', hears: true, isInStep: true });
  scene.happens({ kind: 'hand-over-asked' });
  scene.pass(9);
  assert.equal(scene.did('leave'), 0);
  scene.pass(2);
  assert.equal(scene.did('leave'), 1);
});

test('the follower is told to take over: it does not wait for silence', () => {
  const row = Object.assign(new Row(), { holder: 'two', term: 7, sequence: 100, endsAt: 1_000_000_000 });
  const scene = new Scene(row);
  scene.leader = 'hears';
  scene.pass(5);
  scene.happens({ kind: 'told-to-take-over' });
  row.endsAt = 0;
  scene.pass(0.75);
  assert.equal(scene.phase, 'leading');
});

test('a claim is of one installation, in whatever term', () => {
  assert.ok(isClaimOf(claimOf(7, 'one'), 'one'));
  assert.ok(!isClaimOf(claimOf(7, 'one'), 'other'));
  assert.ok(!isClaimOf('one', 'on'));
});
