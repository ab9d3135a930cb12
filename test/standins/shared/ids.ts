/** IDs and random numbers that are the same in every run. */
import { createHash } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A small seeded generator (mulberry32), so that runs are reproducible. */
export class Random {
	private state: number;

	constructor(seed: number) {
		this.state = seed | 0;
	}

	/** A number from 0 up to, but not including, 1. */
	next(): number {
		this.state = (this.state + 0x6d2b79f5) | 0;
		let mixed = this.state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	}

	/** An ID in HighLevel's form: 20 letters and digits. */
	id(length = 20): string {
		let id = '';
		for (let at = 0; at < length; at += 1) {
			id += ALPHABET.charAt(Math.floor(this.next() * ALPHABET.length));
		}
		return id;
	}

	/** A UUID, the form of workflow IDs. */
	uuid(): string {
		const hex = Array.from({ length: 32 }, () => Math.floor(this.next() * 16).toString(16)).join(
			'',
		);
		return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
	}
}

/** The ID of a seeded record: always the same for the same name. */
export function idFor(name: string): string {
	const digest = createHash('sha256').update(name).digest();
	return Array.from(digest.subarray(0, 20), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join(
		'',
	);
}
