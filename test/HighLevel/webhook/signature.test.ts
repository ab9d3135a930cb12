/** How the webhook trigger checks signatures and secrets. */
import { createHash, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';

import type { PublicKeys } from '../../../nodes/HighLevel/webhook/signature';
import {
	checkSignature,
	KeyFault,
	publicKeys,
	sameSecret,
} from '../../../nodes/HighLevel/webhook/signature';
import { WebhookSender } from '../../standins/highlevel/webhooks';

const sender = new WebhookSender('app', 'location');
const other = new WebhookSender('app', 'location');

function keysOf(text: string): PublicKeys {
	const keys = publicKeys(text);
	if (keys instanceof KeyFault) throw new Error(keys.message);
	return keys;
}

// Half as long as HighLevel's, whose generation takes seconds.
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const legacyPublicKey = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const trusted = keysOf(`${sender.publicKey}\n${legacyPublicKey}`);
const body = Buffer.from('{"type": "ContactCreate",\u00a0"name":"\\u00e9"}');
const current = sender.signed(body).headers['x-ghl-signature'] ?? '';
const legacy = sign('sha256', body, rsa.privateKey).toString('base64');

describe('the signature', () => {
	it('is accepted for exactly the bytes that were signed', () => {
		expect(checkSignature(body, { 'x-ghl-signature': current }, trusted, false)).toBeUndefined();
	});

	it('is refused if any single bit of the body changed', () => {
		for (let index = 0; index < body.length; index++) {
			const changed = Buffer.from(body);
			changed[index] = (changed[index] ?? 0) ^ 1;
			expect(checkSignature(changed, { 'x-ghl-signature': current }, trusted, false)).toBeDefined();
		}
	});

	it('is refused for the same JSON in another format', () => {
		const rewritten = Buffer.from(
			JSON.stringify(JSON.parse(body.toString().replace(/\u00a0/, ''))),
		);
		expect(checkSignature(rewritten, { 'x-ghl-signature': current }, trusted, false)).toBeDefined();
	});

	it("of another key is refused, and HighLevel's own key refuses the stand-in's", () => {
		const forged = other.signed(body).headers;
		expect(checkSignature(body, forged, trusted, false)).toMatch(/does not match/);
		expect(checkSignature(body, { 'x-ghl-signature': current }, keysOf(''), true)).toBeDefined();
	});

	it.each([
		['no header', {}],
		['an empty header', { 'x-ghl-signature': '' }],
		['N/A', { 'x-ghl-signature': 'N/A' }],
		['blanks', { 'x-ghl-signature': ' \t' }],
		['n/a with blanks', { 'x-ghl-signature': ' n/a ' }],
		['a number', { 'x-ghl-signature': 5 }],
	])('%s counts as unsigned', (_, headers) => {
		expect(checkSignature(body, headers, trusted, true)).toMatch(/not signed/);
	});

	it.each([
		['cut off', current.slice(0, -4)],
		['longer', `${current.slice(0, -2)}AAAA`],
		['not base64', '*'.repeat(88)],
		['hex', Buffer.from(current, 'base64').toString('hex')],
		['twice', `${current}, ${current}`],
		['with a line break', `${current.slice(0, 40)}\n${current.slice(40)}`],
		['of zeros', Buffer.alloc(64).toString('base64')],
	])('that is %s is refused', (_, signature) => {
		expect(checkSignature(body, { 'x-ghl-signature': signature }, trusted, false)).toBeDefined();
	});

	it('in several headers of the name counts as one that is none', () => {
		const headers = { 'x-ghl-signature': [current, current] };
		expect(checkSignature(body, headers, trusted, false)).toMatch(/does not match/);
		const halves = { 'x-ghl-signature': [current.slice(0, 40), current.slice(40)] };
		expect(checkSignature(body, halves, trusted, false)).toMatch(/does not match/);
		const single = { 'x-ghl-signature': [current] };
		expect(checkSignature(body, single, trusted, false)).toBeUndefined();
	});

	it('may have blanks around it', () => {
		const headers = { 'x-ghl-signature': ` ${current}\t` };
		expect(checkSignature(body, headers, trusted, false)).toBeUndefined();
	});

	it.each([
		['with a character before it', `*${current}`],
		['with a character behind it', `${current}*`],
		['with an equals sign too many', `${current}=`],
	])('%s is refused', (_, signature) => {
		expect(checkSignature(body, { 'x-ghl-signature': signature }, trusted, false)).toMatch(
			/does not match/,
		);
	});

	it('in the deprecated header that is no text in base64 is refused', () => {
		for (const signature of [`*${legacy}`, 'wrong']) {
			const headers = { 'x-wh-signature': signature };
			expect(checkSignature(body, headers, trusted, true)).toMatch(/does not match/);
		}
	});

	it('in the deprecated header is accepted only with the option', () => {
		const headers = { 'x-wh-signature': legacy };
		expect(checkSignature(body, headers, trusted, false)).toMatch(/older signature/);
		expect(checkSignature(body, headers, trusted, true)).toBeUndefined();
		expect(checkSignature(Buffer.from('{}'), headers, trusted, true)).toMatch(/does not match/);
		expect(
			checkSignature(body, { ...headers, 'x-ghl-signature': 'N/A' }, trusted, true),
		).toBeUndefined();
	});

	it('in the deprecated header never replaces a wrong current one', () => {
		const headers = { 'x-ghl-signature': current.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')) };
		expect(checkSignature(body, { ...headers, 'x-wh-signature': legacy }, trusted, true)).toMatch(
			/does not match/,
		);
		const good = { 'x-ghl-signature': current, 'x-wh-signature': 'wrong' };
		expect(checkSignature(body, good, trusted, true)).toBeUndefined();
	});
});

const NONSENSE = '-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----';

describe('the public keys', () => {
	const fingerprint = (keys: PublicKeys['current']) =>
		keys.map((key) =>
			createHash('sha256')
				.update(key.export({ type: 'spki', format: 'der' }))
				.digest('hex'),
		);

	it("default to HighLevel's two keys", () => {
		const keys = keysOf('');
		expect(fingerprint(keys.current)).toEqual([expect.stringMatching(/^5a2c1b27.*0d3097c$/)]);
		expect(fingerprint(keys.legacy)).toEqual([expect.stringMatching(/^2f62045d.*a62501fd25$/)]);
	});

	it('can be several, so that HighLevel can change its key', () => {
		const both = keysOf(`${other.publicKey}${sender.publicKey}`);
		for (const one of [sender, other]) {
			expect(checkSignature(body, one.signed(body).headers, both, false)).toBeUndefined();
		}
		expect(both.legacy).toEqual(keysOf('').legacy);
	});

	it('can be those of the older signature alone', () => {
		const older = keysOf(legacyPublicKey);
		expect(checkSignature(body, { 'x-wh-signature': legacy }, older, true)).toBeUndefined();
		expect(older.current).toEqual(keysOf('').current);
		expect(older.legacy).toHaveLength(1);
		expect(keysOf('').current).toHaveLength(1);
	});

	it('are not confused if HighLevel has several of the older kind', () => {
		const both = keysOf(`${legacyPublicKey}${sender.publicKey}`);
		expect(fingerprint(both.legacy)).toEqual(fingerprint(trusted.legacy));
		expect(fingerprint(both.current)).toEqual(fingerprint(trusted.current));
		const more = { ...both, legacy: [...keysOf('').legacy, ...both.legacy] };
		expect(checkSignature(body, { 'x-wh-signature': legacy }, more, true)).toBeUndefined();
	});

	it('of one text are read once, and of more than 100 texts again', () => {
		const texts = Array.from({ length: 101 }, (_, blanks) =>
			sender.publicKey.replace('\n', `\n${' '.repeat(blanks)}\n`),
		);
		const [first = ''] = texts;
		const known = keysOf(first);
		expect(keysOf(` ${first}\n`)).toBe(known);
		keysOf(other.publicKey);
		expect(keysOf(first)).toBe(known);
		for (const text of texts) keysOf(text);
		expect(keysOf(first)).not.toBe(known);
		expect(keysOf(first)).toEqual(known);
	});

	it('can be pasted without line breaks', () => {
		const flat = sender.publicKey.replace(/\n/g, ' ');
		expect(checkSignature(body, sender.signed(body).headers, keysOf(flat), false)).toBeUndefined();
	});

	const OTHER = /^contains something other than .*BEGIN PUBLIC KEY.*END PUBLIC KEY/;
	const otherKind = generateKeyPairSync('ec', { namedCurve: 'P-256' })
		.publicKey.export({ type: 'spki', format: 'pem' })
		.toString();

	it.each([
		['text', 'not a key', OTHER],
		['half a block', '-----BEGIN PUBLIC KEY-----\nMCow', OTHER],
		['a block of nonsense', NONSENSE, /not a public key/],
		['one block of nonsense among keys', `${sender.publicKey}${NONSENSE}`, /not a public key/],
		['text behind a key', `${sender.publicKey}\nand more`, OTHER],
		['text before a key', `The key is ${sender.publicKey}`, OTHER],
		['a key of another kind', otherKind, /neither Ed25519 nor RSA/],
		['one key of another kind', `${sender.publicKey}${otherKind}`, /neither Ed25519 nor RSA/],
	])('with %s are refused', (_, text, reason) => {
		const fault = publicKeys(text);
		expect(fault).toBeInstanceOf(KeyFault);
		expect(fault).toMatchObject({ message: expect.stringMatching(reason) as string });
	});

	it('are PEM public keys', () => {
		expect(createPublicKey(sender.publicKey).asymmetricKeyType).toBe('ed25519');
	});
});

describe('the secret', () => {
	it('matches only if it is identical, whatever is received', () => {
		expect(sameSecret('correct horse', 'correct horse')).toBe(true);
		for (const wrong of [
			'correct hors',
			'correct horse ',
			'',
			undefined,
			null,
			5,
			['correct horse'],
		]) {
			expect(sameSecret(wrong, 'correct horse')).toBe(false);
		}
		expect(sameSecret('', '')).toBe(false);
	});
});
