/** One part of a mail, decoded. */
export interface MailPart {
  /** `text/html`, without parameters. */
  readonly type: string;
  readonly headers: ReadonlyMap<string, string>;
  /** Of attachments. */
  readonly name: string | null;
  /** Content-ID without angle brackets. */
  readonly cid: string | null;
  readonly content: Buffer;
}

/** A mail as a mail program reads it (RFC 5322, 2045–2047, 2387); written without the library that writes them. */
export interface ReadMail {
  readonly headers: ReadonlyMap<string, string>;
  readonly subject: string;
  readonly messageId: string;
  /** The kinds of containers, outermost first: `multipart/mixed > multipart/alternative …`. */
  readonly shape: string;
  readonly parts: readonly MailPart[];
}

export function readMail(raw: Buffer): ReadMail {
  const containers: string[] = [];
  const parts: MailPart[] = [];
  const { headers, body } = split(raw);
  walk(headers, body, containers, parts);
  return {
    headers,
    subject: decodedWords(headers.get('subject') ?? ''),
    messageId: headers.get('message-id') ?? '',
    shape: containers.join(' > '),
    parts,
  };
}

function walk(
  headers: ReadonlyMap<string, string>,
  body: Buffer,
  containers: string[],
  parts: MailPart[],
): void {
  const written = headers.get('content-type') ?? 'text/plain';
  const type = (written.split(';')[0] ?? '').trim().toLowerCase();
  if (!type.startsWith('multipart/')) {
    const disposition = headers.get('content-disposition') ?? '';
    const name = parameter(disposition, 'filename') ?? parameter(written, 'name');
    const cid = headers.get('content-id')?.replace(/[<>]/g, '') ?? null;
    parts.push({
      type,
      headers,
      name,
      cid,
      content: decoded(body, headers.get('content-transfer-encoding') ?? ''),
    });
    return;
  }
  containers.push(type);
  const boundary = parameter(written, 'boundary');
  if (boundary === null) throw new Error(`a ${type} without boundary`);
  const text = body.toString('latin1');
  for (const piece of text.split(`--${boundary}`).slice(1, -1)) {
    const inner = split(Buffer.from(piece.replace(/^\r\n/, ''), 'latin1'));
    walk(inner.headers, inner.body, containers, parts);
  }
}

function split(raw: Buffer): { headers: Map<string, string>; body: Buffer } {
  const at = raw.indexOf('\r\n\r\n');
  const head = raw.subarray(0, at < 0 ? raw.length : at).toString();
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const colon = line.indexOf(':');
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: at < 0 ? Buffer.alloc(0) : raw.subarray(at + 4) };
}

function decoded(body: Buffer, encoding: string): Buffer {
  const text = body.toString('latin1');
  switch (encoding.toLowerCase()) {
    case 'base64':
      return Buffer.from(text, 'base64');
    case 'quoted-printable':
      return Buffer.from(unquoted(text.replace(/=\r\n/g, '')), 'latin1');
    default:
      return body;
  }
}

function unquoted(text: string): string {
  return text.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

function parameter(header: string, name: string): string | null {
  const [, quoted, plain] = new RegExp(`[; ]${name}=(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(header) ?? [];
  if (quoted !== undefined || plain !== undefined) return decodedWords(quoted ?? plain ?? '');
  const pieces = [...header.matchAll(new RegExp(`[; ]${name}\\*(\\d+\\*?)?=(?:"([^"]*)"|([^;\\s]+))`, 'gi'))];
  if (pieces.length === 0) return null;
  const joined = pieces.map(([, , quotedPiece, piece]) => quotedPiece ?? piece ?? '').join('');
  return decodeURIComponent(joined.replace(/^utf-8''/i, ''));
}

/** `=?UTF-8?B?…?=` and `=?UTF-8?Q?…?=`. */
function decodedWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString()
        : Buffer.from(unquoted(word.replaceAll('_', ' ')), 'latin1').toString(),
    );
}
