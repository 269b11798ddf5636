/** Bytes as hexadecimal numbers, 16 a line, with what of them can be read beside: 76 columns. */

const bytesPerLine = 16;

/** `most` bytes at most; the rest is counted in a last line. */
export function hexDump(bytes: Buffer, most = 4096): string[] {
  const lines: string[] = [];
  const end = Math.min(bytes.length, most);
  for (let at = 0; at < end; at += bytesPerLine) {
    const part = bytes.subarray(at, Math.min(at + bytesPerLine, end));
    const hex = [...part].map((byte) => byte.toString(16).padStart(2, '0'));
    const half = (from: number) =>
      hex
        .slice(from, from + 8)
        .join(' ')
        .padEnd(23);
    const text = [...part]
      .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'))
      .join('');
    lines.push(`${at.toString(16).padStart(8, '0')}  ${half(0)}  ${half(8)}  ${text}`);
  }
  if (bytes.length > end)
    lines.push(`… and ${bytes.length - end} bytes more; saved to a file they are all there.`);
  return lines;
}
