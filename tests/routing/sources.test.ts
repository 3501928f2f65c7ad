import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { formatFault } from '../../src/routing/fault.js';
import { loadPlan } from '../../src/routing/load.js';
import { readSources } from '../../src/routing/sources.js';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'routing-'));
});
after(() => rm(folder, { recursive: true }));

async function faultsOf(path: string): Promise<string[]> {
  const read = await readSources(path);
  const faults = read.ok ? [] : read.faults;
  return faults.map((fault) => formatFault(fault).replaceAll(folder, ''));
}

test('a path that does not exist is a fault that says so', async () => {
  assert.deepEqual(await faultsOf(join(folder, 'none.yml')), [
    "/none.yml: found a path that cannot be read (ENOENT: no such file or directory, stat '/none.yml'); " +
      'right would be a readable file or folder (setting CALLPLANE_ROUTING) [file-unreadable]',
  ]);
});

test('a folder without routing files is a fault', async () => {
  await mkdir(join(folder, 'nothing'));
  await writeFile(join(folder, 'nothing', 'notes.txt'), 'hello');
  assert.deepEqual(await faultsOf(join(folder, 'nothing')), [
    '/nothing: found a folder without *.yml; right would be at least one file in it [files-none]',
  ]);
});

test('bytes that are not UTF-8 are a fault, and so is a file of the wrong size beside it', async () => {
  const mixed = join(folder, 'mixed');
  await mkdir(mixed);
  await writeFile(join(mixed, 'a.yml'), Buffer.from([0x61, 0x3a, 0x20, 0xff, 0xfe]));
  await writeFile(join(mixed, 'b.yml'), Buffer.alloc(1_200_001, 'a'));
  assert.deepEqual(await faultsOf(mixed), [
    '/mixed/a.yml: found bytes that are not UTF-8; right would be a text file in UTF-8 [not-text]',
    '/mixed/b.yml: found a file of 1200001 bytes; right would be at most 400000 characters [file-too-large]',
  ]);
});

test('a folder of too many files is a fault', async () => {
  const many = join(folder, 'many');
  await mkdir(many);
  await Promise.all(Array.from({ length: 201 }, (_, index) => writeFile(join(many, `${index}.yml`), '')));
  assert.deepEqual(await faultsOf(many), [
    '/many: found 201 files; right would be at most 200 [files-too-many]',
  ]);
});

test('a routing file with another ending is not passed over in silence', async () => {
  const other = join(folder, 'other');
  await mkdir(other);
  await writeFile(join(other, 'a.yml'), 'callplane: 1\n');
  await writeFile(join(other, 'b.yaml'), 'callplane: 1\n');
  assert.deepEqual(await faultsOf(other), [
    '/other/b.yaml: found the ending .yaml; right would be .yml, ' +
      'by which the routing files of a folder are known [file-ending]',
  ]);
});

test('hidden files, as editors leave them, are passed over', async () => {
  const hidden = join(folder, 'hidden');
  await mkdir(hidden);
  await writeFile(join(hidden, 'a.yml'), 'callplane: 1\n');
  await symlink('nowhere', join(hidden, '.#a.yml'));
  const read = await readSources(hidden);
  assert.ok(read.ok);
  assert.deepEqual(
    read.sources.map(({ path }) => path),
    [join(hidden, 'a.yml')],
  );
});

test('the files of a folder are read as one, in the order of their names', async () => {
  const parts = join(folder, 'parts');
  await mkdir(parts);
  const part = (name: string, text: string) => writeFile(join(parts, name), `callplane: 1\n${text}`);
  await part('1-company.yml', 'company: { name: Test, timezone: UTC }\n');
  await part('2-first.yml', 'agents: { boris: { phone: PJSIP/2, teams: [all] } }\n');
  await part('3-second.yml', 'agents: { anna: { phone: PJSIP/1, teams: [all] } }\n');
  await part('4-flow.yml', 'flows: { main: [{ ring: { team: all } }, hangup] }\nnumbers: { "100": main }\n');
  const read = await readSources(parts);
  assert.ok(read.ok);
  const loaded = loadPlan([...read.sources].reverse());
  assert.ok(loaded.ok);
  assert.deepEqual(
    Object.values(loaded.plan.agents).map(({ id, order }) => [id, order]),
    [
      ['boris', 0],
      ['anna', 1],
    ],
  );
  const [ring] = loaded.plan.blocks['flows.main'] ?? [];
  assert.ok(ring?.do === 'ring');
  assert.deepEqual(ring.agents, ['boris', 'anna']);
});
