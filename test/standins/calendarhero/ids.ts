/** IDs in CalendarHero's forms, and the token, the same in every run. */
import { createHash } from 'node:crypto';

import type { Random } from '../shared/ids';

/** A new ID: 24 hexadecimal digits. */
export function newHexId(random: Random): string {
	return Array.from({ length: 24 }, () => Math.floor(random.next() * 16).toString(16)).join('');
}

/** The ID of a seeded record: always the same for the same name. */
export function hexIdFor(name: string): string {
	return createHash('sha256').update(name).digest('hex').slice(0, 24);
}

/** A token that looks like the real ones, a signed JWT; the signature is made up. */
export function tokenFor(userId: string): string {
	const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
	const signature = createHash('sha256').update(`token of ${userId}`).digest('base64url');
	return [encode({ alg: 'HS256', typ: 'JWT' }), encode({ sub: userId }), signature].join('.');
}
