/** Follows the frames of zstd data (RFC 8878) without unpacking them. */
export interface FrameWalk {
  follow(bytes: Uint8Array): void;
  /** True when no frame has begun that has not ended. */
  atEnd(): boolean;
}

type Part = 'magic' | 'skippable size' | 'descriptor' | 'block' | 'content' | 'last content' | 'checksum';

const BLOCK_RLE = 1;

/**
 * Node's own unpacker (24.9) takes data that ends in the middle of a frame for whole; this knows better. Data that
 * is no zstd at all is the unpacker's to find.
 */
export function walkFrames(): FrameWalk {
  let part: Part = 'magic';
  /** Bytes of the part that are still to come, and the last of it that came, little-endian. */
  let missing = 4;
  let value = 0;
  let read = 0;
  let hasChecksum = false;

  function expect(next: Part, bytes: number): void {
    part = next;
    missing = bytes;
    value = 0;
    read = 0;
    if (bytes === 0) finish();
  }

  function finish(): void {
    switch (part) {
      case 'magic':
        // 0x184D2A50 to 0x184D2A5F: data of other programs, to be skipped.
        return value >>> 4 === 0x184d2a5 ? expect('skippable size', 4) : expect('descriptor', 1);
      case 'skippable size':
        hasChecksum = false;
        return expect('last content', value);
      case 'descriptor': {
        const single = (value & 0x20) !== 0;
        hasChecksum = (value & 0x04) !== 0;
        const dictionary = [0, 1, 2, 4][value & 3] ?? 0;
        const size = value >>> 6 === 0 ? (single ? 1 : 0) : 1 << (value >>> 6);
        return expect('content', (single ? 0 : 1) + dictionary + size);
      }
      case 'content':
        return expect('block', 3);
      case 'block': {
        const size = ((value >>> 1) & 3) === BLOCK_RLE ? 1 : value >>> 3;
        return expect((value & 1) === 1 ? 'last content' : 'content', size);
      }
      case 'last content':
        return hasChecksum ? expect('checksum', 4) : expect('magic', 4);
      case 'checksum':
        return expect('magic', 4);
    }
  }

  return {
    follow(bytes) {
      for (let at = 0; at < bytes.length;) {
        if (part === 'content' || part === 'last content') {
          const skipped = Math.min(missing, bytes.length - at);
          at += skipped;
          missing -= skipped;
        } else {
          value = (value | ((bytes[at] ?? 0) << (8 * read))) >>> 0;
          at += 1;
          read += 1;
          missing -= 1;
        }
        if (missing === 0) finish();
      }
    },
    atEnd: () => part === 'magic' && read === 0,
  };
}
