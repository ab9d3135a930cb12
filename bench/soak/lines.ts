// Reads a file that another process writes, while it grows.

import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const PART_BYTES = 1 << 16;

/** A function that returns the whole lines that were added since its last call, or since the beginning of the file. */
export function newLines(file: string): () => string[] {
	const part = Buffer.alloc(PART_BYTES);
	const decoder = new StringDecoder('utf8');
	let from = 0;
	let rest = '';
	return () => {
		const descriptor = openSync(file, 'r');
		for (;;) {
			const length = readSync(descriptor, part, 0, part.length, from);
			if (length === 0) break;
			from += length;
			rest += decoder.write(part.subarray(0, length));
		}
		closeSync(descriptor);
		const lines = rest.split('\n');
		rest = lines.pop() ?? '';
		return lines;
	};
}
