import { inflateSync } from 'node:zlib';

/** What somebody who selects everything on a page would copy, line by line as it was drawn. */
export interface PdfPage {
  readonly lines: readonly string[];
  /** In points. */
  readonly width: number;
  readonly height: number;
  readonly pictures: number;
  /** Signs that were drawn as the box for what a font does not have. */
  readonly boxes: number;
}

/** The objects of a file, by their numbers. */
type Objects = ReadonlyMap<number, string>;

/** Reads the pages of a PDF of ours (no encryption, no object streams), independent of what has written it. */
export function pagesOf(pdf: Buffer): readonly PdfPage[] {
  const objects = objectsOf(pdf);
  return [...objects.values()]
    .filter((object) => /\/Type \/Page\b/.test(object))
    .map((page) => pageOf(page, objects));
}

function objectsOf(pdf: Buffer): Objects {
  const text = pdf.toString('latin1');
  return new Map(
    [...text.matchAll(/(?<=\n|^)(\d+) 0 obj\n(.*?)\nendobj/gs)].map(([, id, body = '']) => [
      Number(id),
      unpacked(body),
    ]),
  );
}

function unpacked(body: string): string {
  const [, head = '', content] = /^(.*?)\nstream\n(.*)\nendstream$/s.exec(body) ?? [];
  if (content === undefined) return body;
  if (!head.includes('/FlateDecode')) return `${head}\n${content}`;
  return `${head}\n${inflateSync(new Uint8Array(Buffer.from(content, 'latin1'))).toString('latin1')}`;
}

function pageOf(page: string, objects: Objects): PdfPage {
  const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(page) ?? [];
  const resources = objects.get(reference(page, 'Resources')) ?? '';
  const content = objects.get(reference(page, 'Contents')) ?? '';
  const fonts = new Map(
    [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id]) => {
      const font = objects.get(Number(id)) ?? '';
      return [name, signsOf(objects.get(reference(font, 'ToUnicode')) ?? '')] as const;
    }),
  );
  const drawn = [...content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)];
  const lines: string[] = [];
  let font: readonly string[] = [];
  let boxes = 0;
  for (const [, name, shown] of drawn) {
    if (name !== undefined) font = fonts.get(name) ?? [];
    if (shown === undefined) continue;
    const codes = [...shown.matchAll(/<([0-9a-f]*)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []);
    boxes += codes.filter((code) => code === '0000').length;
    lines.push(codes.map((code) => font[Number.parseInt(code, 16)] ?? '\ufffd').join(''));
  }
  const pictures = [...content.matchAll(/\/I\d+ Do/g)].length;
  return { lines, width: Number(width), height: Number(height), pictures, boxes };
}

function reference(object: string, name: string): number {
  return Number(new RegExp(`/${name} (\\d+) 0 R`).exec(object)?.[1] ?? NaN);
}

/** The signs of a font by their codes, as its table says. */
function signsOf(table: string): readonly string[] {
  const signs: string[] = [];
  for (const [, first = '', list = ''] of table.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/g)) {
    [...list.matchAll(/<([0-9a-f ]+)>/g)].forEach(([, hex = ''], index) => {
      const units = hex.replaceAll(' ', '').match(/.{4}/g) ?? [];
      const sign = String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16)));
      signs[Number.parseInt(first, 16) + index] = sign;
    });
  }
  return signs;
}
