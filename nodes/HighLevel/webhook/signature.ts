// Checks the signatures and secrets of deliveries.

import type { KeyObject } from 'node:crypto';
import { createHash, createPublicKey, timingSafeEqual, verify } from 'node:crypto';

/** HighLevel's key for `X-GHL-Signature`, the same for every app (developer portal, Webhook integration guide). */
const CURRENT_PUBLIC_PEM = `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAi2HR1srL4o18O8BRa7gVJY7G7bupbN3H9AwJrHCDiOg=
-----END PUBLIC KEY-----`;

/** HighLevel's key for the older `X-WH-Signature`. */
const LEGACY_PUBLIC_PEM = `-----BEGIN PUBLIC KEY-----
MIICIjANBgkqhkiG9w0BAQEFAAOCAg8AMIICCgKCAgEAokvo/r9tVgcfZ5DysOSC
Frm602qYV0MaAiNnX9O8KxMbiyRKWeL9JpCpVpt4XHIcBOK4u3cLSqJGOLaPuXw6
dO0t6Q/ZVdAV5Phz+ZtzPL16iCGeK9po6D6JHBpbi989mmzMryUnQJezlYJ3DVfB
csedpinheNnyYeFXolrJvcsjDtfAeRx5ByHQmTnSdFUzuAnC9/GepgLT9SM4nCpv
uxmZMxrJt5Rw+VUaQ9B8JSvbMPpez4peKaJPZHBbU3OdeCVx5klVXXZQGNHOs8gF
3kvoV5rTnXV0IknLBXlcKKAQLZcY/Q9rG6Ifi9c+5vqlvHPCUJFT5XUGG5RKgOKU
J062fRtN+rLYZUV+BjafxQauvC8wSWeYja63VSUruvmNj8xkx2zE/Juc+yjLjTXp
IocmaiFeAO6fUtNjDeFVkhf5LNb59vECyrHD2SQIrhgXpO4Q3dVNA5rw576PwTzN
h/AMfHKIjE4xQA1SZuYJmNnmVZLIZBlQAF9Ntd03rfadZ+yDiOXCCs9FkHibELhC
HULgCsnuDJHcrGNd5/Ddm5hxGQ0ASitgHeMZ0kcIOwKDOzOU53lDza6/Y09T7sYJ
PQe7z0cvj7aE4B+Ax1ZoZGPzpJlZtGXCsu9aTEGEnKzmsFqwcSsnw3JB31IGKAyk
T1hhTiaCeIY/OwwwNUY2yvcCAwEAAQ==
-----END PUBLIC KEY-----`;

const CURRENT_HEADER = 'x-ghl-signature';
const LEGACY_HEADER = 'x-wh-signature';

/** The keys that a delivery may be signed with. */
export interface PublicKeys {
	/** Ed25519, for the current header. */
	current: readonly KeyObject[];
	/** RSA, for the older header. */
	legacy: readonly KeyObject[];
}

/** Why a text is not a list of keys. The message ends a sentence that begins with the field's name. */
export class KeyFault {
	constructor(readonly message: string) {}
}

const BLOCK = /-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----/g;

function parseKey(base64: string): KeyObject | undefined {
	try {
		const key = Buffer.from(base64.replace(/\s+/g, ''), 'base64');
		return createPublicKey({ key, format: 'der', type: 'spki' });
	} catch {
		return undefined;
	}
}

function parseKeys(text: string): KeyObject[] | KeyFault {
	const blocks = [...text.matchAll(BLOCK)];
	if (blocks.length === 0 || text.replace(BLOCK, '').trim() !== '') {
		return new KeyFault(
			'contains something other than blocks from "-----BEGIN PUBLIC KEY-----" to "-----END PUBLIC KEY-----"',
		);
	}
	const keys = blocks.map(([, base64 = '']) => parseKey(base64));
	const known = keys.filter((key) => key !== undefined);
	return known.length === keys.length
		? known
		: new KeyFault('contains a block that is not a public key');
}

const keysOfType = (keys: KeyObject[] | KeyFault, type: string): KeyObject[] =>
	keys instanceof KeyFault ? [] : keys.filter((key) => key.asymmetricKeyType === type);

const BUILT_IN: PublicKeys = {
	current: keysOfType(parseKeys(CURRENT_PUBLIC_PEM), 'ed25519'),
	legacy: keysOfType(parseKeys(LEGACY_PUBLIC_PEM), 'rsa'),
};

/** Parsed overrides by their text. A node has one, which rarely changes. */
const parsed = new Map<string, PublicKeys | KeyFault>();
const MAX_PARSED = 100;

/**
 * The keys to trust: HighLevel's own, unless `override` replaces them. Its Ed25519 keys replace those of the current
 * signature, its RSA keys those of the older one.
 *
 * @param override any number of PEM blocks
 * @returns a KeyFault if the text contains anything else
 */
export function publicKeys(override = ''): PublicKeys | KeyFault {
	const text = override.trim();
	if (text === '') return BUILT_IN;
	const known = parsed.get(text) ?? readOverride(text);
	if (parsed.size >= MAX_PARSED) parsed.clear();
	parsed.set(text, known);
	return known;
}

function readOverride(text: string): PublicKeys | KeyFault {
	const given = parseKeys(text);
	if (given instanceof KeyFault) return given;
	const current = keysOfType(given, 'ed25519');
	const legacy = keysOfType(given, 'rsa');
	if (current.length + legacy.length !== given.length) {
		return new KeyFault('contains a key that is neither Ed25519 nor RSA');
	}
	return {
		current: current.length > 0 ? current : BUILT_IN.current,
		legacy: legacy.length > 0 ? legacy : BUILT_IN.legacy,
	};
}

/** A header's signature; undefined if there is none, which HighLevel also writes as "N/A". */
function signatureIn(headers: Record<string, unknown>, name: string): string | undefined {
	const value = headers[name];
	const text = Array.isArray(value) ? value.join(',') : value;
	if (typeof text !== 'string' || text.trim() === '') return undefined;
	return text.trim().toUpperCase() === 'N/A' ? undefined : text.trim();
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

function decode(signature: string): Buffer | undefined {
	return BASE64.test(signature) ? Buffer.from(signature, 'base64') : undefined;
}

/** Why a delivery is not accepted, for its sender; undefined if it is. */
type Objection = string | undefined;

/**
 * Checks HighLevel's signature over the body exactly as it arrived. If the current header is present, it alone decides;
 * the older one counts only in its absence, and only if `allowLegacy` is set.
 *
 * @param headers names in lower case
 */
export function checkSignature(
	raw: Buffer,
	headers: Record<string, unknown>,
	keys: PublicKeys,
	allowLegacy: boolean,
): Objection {
	const current = signatureIn(headers, CURRENT_HEADER);
	if (current !== undefined) {
		const signature = decode(current);
		const valid =
			signature !== undefined && keys.current.some((key) => verify(null, raw, key, signature));
		return valid ? undefined : 'The signature does not match the body';
	}
	const legacy = signatureIn(headers, LEGACY_HEADER);
	if (legacy === undefined) return 'The delivery is not signed';
	if (!allowLegacy) return 'The delivery has only the older signature, which is not accepted';
	const signature = decode(legacy);
	const valid =
		signature !== undefined && keys.legacy.some((key) => verify('sha256', raw, key, signature));
	return valid ? undefined : 'The signature does not match the body';
}

/** Compares in constant time: how long it takes reveals neither where two texts differ nor their lengths. */
export function sameSecret(given: unknown, expected: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	const equal = timingSafeEqual(digest(typeof given === 'string' ? given : ''), digest(expected));
	return equal && expected !== '';
}
