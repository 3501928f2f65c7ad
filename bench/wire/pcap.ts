import { readFileSync } from 'node:fs';

/** One packet as the kernel stamped it. */
export interface Packet {
  /** Microseconds since the epoch. */
  readonly atUs: number;
  readonly transport: 'udp' | 'tcp';
  readonly from: number;
  readonly to: number;
  readonly payload: Buffer;
}

const FILE_HEADER = 24;
const PACKET_HEADER = 16;
const ETHERNET_HEADER = 14;
const LITTLE_ENDIAN_MICROSECONDS = 0xa1b2c3d4;
const ETHERNET = 1;

/**
 * Reads a capture that tcpdump wrote on the loopback interface: IPv4 over Ethernet framing, time stamps in
 * microseconds. Packets that are neither UDP nor TCP are left out, as is one that was cut off at the end of the file.
 * Throws when the file is of another kind.
 */
export function readCapture(file: string): Packet[] {
  const bytes = readFileSync(file);
  const isReadable =
    bytes.length >= FILE_HEADER &&
    bytes.readUInt32LE(0) === LITTLE_ENDIAN_MICROSECONDS &&
    bytes.readUInt32LE(20) === ETHERNET;
  if (!isReadable) throw new Error(`${file} is no capture of a loopback interface by tcpdump`);
  const packets: Packet[] = [];
  for (let at = FILE_HEADER; at + PACKET_HEADER <= bytes.length;) {
    const captured = bytes.readUInt32LE(at + 8);
    const end = at + PACKET_HEADER + captured;
    if (end > bytes.length) break;
    const atUs = bytes.readUInt32LE(at) * 1e6 + bytes.readUInt32LE(at + 4);
    const packet = readFrame(atUs, bytes.subarray(at + PACKET_HEADER, end));
    if (packet !== null) packets.push(packet);
    at = end;
  }
  return packets;
}

const UDP = 17;
const TCP = 6;

function readFrame(atUs: number, frame: Buffer): Packet | null {
  const address = frame.subarray(ETHERNET_HEADER);
  if (address.length < 20 || (address[0] ?? 0) >> 4 !== 4) return null;
  const protocol = address[9];
  const segment = address.subarray(((address[0] ?? 0) & 0x0f) * 4, address.readUInt16BE(2));
  if (segment.length < 8 || (protocol !== UDP && protocol !== TCP)) return null;
  const header = protocol === UDP ? 8 : ((segment[12] ?? 0) >> 4) * 4;
  return {
    atUs,
    transport: protocol === UDP ? 'udp' : 'tcp',
    from: segment.readUInt16BE(0),
    to: segment.readUInt16BE(2),
    payload: segment.subarray(header),
  };
}
