// Hides secrets in text from outside.

import { shorten } from './shorten';

/** Text beyond this is never shown, so it is not searched for secrets. */
const MAX_READ_LENGTH = 20_000;
/** Shorter values would mask ordinary words. */
const MIN_SECRET_LENGTH = 8;
const HIDDEN = '***';

/** Credentials after the scheme of an Authorization header, wherever it is quoted. */
const SCHEMES = /\b(?:Bearer|Basic)\s+[^\s"',;<>]+/gi;
/** JSON Web Tokens. The lookbehind tries each run of such characters only once, which keeps the time linear. */
const JSON_WEB_TOKENS = /(?<![\w.-])eyJ[\w.-]{16,}/g;
/** A prefix and a UUID: the form of private integration tokens. */
const PREFIXED_UUIDS =
	/\b[a-z]{2,5}-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
/** Headers whose whole value is secret. */
const SECRET_HEADERS = /\b((?:proxy-)?authorization|(?:set-)?cookie)["']?\s*[:=]\s*[^\r\n<>]+/gi;
/** Fields and headers whose name says that the value is secret. A short value is a word in the message. */
const SECRET_FIELDS =
	/(?<![\w-])([\w-]{0,40}?(?:token|secret|password|api[-_]?key|auth)[\w-]{0,20})["']?\s*[:=]\s*["']?[^\s"',;&<>]{12,}/gi;

function withoutPatterns(text: string): string {
	return text
		.replace(SECRET_HEADERS, `$1: ${HIDDEN}`)
		.replace(SECRET_FIELDS, `$1: ${HIDDEN}`)
		.replace(SCHEMES, HIDDEN)
		.replace(JSON_WEB_TOKENS, HIDDEN)
		.replace(PREFIXED_UUIDS, HIDDEN);
}

/** The text without whitespace and with percent-encoding decoded, and the range that each of its characters came from. */
function squeeze(text: string): { squeezed: string; from: number[]; to: number[] } {
	const characters: string[] = [];
	const from: number[] = [];
	const to: number[] = [];
	for (let at = 0; at < text.length; ) {
		const code = text[at] === '%' ? text.slice(at + 1, at + 3) : '';
		const isEscape = /^[0-7][0-9a-f]$/i.test(code);
		const length = isEscape ? 3 : 1;
		const character = isEscape ? String.fromCharCode(Number.parseInt(code, 16)) : (text[at] ?? '');
		if (character.trim() !== '') {
			characters.push(character);
			from.push(at);
			to.push(at + length);
		}
		at += length;
	}
	return { squeezed: characters.join(''), from, to };
}

/** The forms in which a secret may appear. In base64 it may begin at any of three positions in a group. */
function formsOf(secret: string): string[] {
	const bytes = Buffer.from(secret);
	const encoded = [0, 1, 2].map((before) => {
		const base64 = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
		// Characters that share bits with the text before or after it vary, so they are excluded.
		return base64.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
	});
	const urlSafe = encoded.map((one) => one.replaceAll('+', '-').replaceAll('/', '_'));
	return [...new Set([secret, ...encoded, ...urlSafe])];
}

/** Where a form of a secret occurs in a text, as `[start, end]`; the text may break off in the middle of one. */
function findForm(form: string, text: string): Array<[start: number, end: number]> {
	const places: Array<[number, number]> = [];
	let at = text.indexOf(form);
	for (; at >= 0; at = text.indexOf(form, at + form.length)) places.push([at, at + form.length]);
	for (let length = form.length - 1; length >= MIN_SECRET_LENGTH; length--) {
		if (!text.endsWith(form.slice(0, length))) continue;
		places.push([text.length - length, text.length]);
		break;
	}
	return places;
}

/**
 * Hides secrets in text from outside: known ones, even with whitespace in them or in base64, base64url or
 * percent-encoding, and anything that looks like a token. Takes time proportional to the text.
 */
export class Mask {
	private readonly secrets = new Set<string>();

	/** @param secrets values that must never be shown; those under 8 characters are ignored */
	constructor(secrets: readonly string[] = []) {
		this.learn(...secrets);
	}

	/** Adds secrets, such as a token that n8n has renewed. */
	learn(...secrets: string[]): void {
		for (const secret of secrets) {
			const plain = secret.replace(/\s/g, '');
			if (plain.length >= MIN_SECRET_LENGTH) this.secrets.add(plain);
		}
	}

	/** @returns the text with every secret replaced by three asterisks */
	hide(given: string): string {
		const text = given.slice(0, MAX_READ_LENGTH);
		const { squeezed, from, to } = squeeze(text);
		const places = [...this.secrets].flatMap(formsOf).flatMap((form) => findForm(form, squeezed));
		places.sort(([a], [b]) => a - b);
		let hidden = '';
		let done = 0;
		for (const [first, last] of places) {
			const start = from[first] ?? 0;
			const end = to[last - 1] ?? 0;
			if (end <= done) continue;
			if (start >= done) hidden += `${text.slice(done, start)}${HIDDEN}`;
			done = end;
		}
		return withoutPatterns(hidden + text.slice(done));
	}

	/** @returns the text as an error shows it: without secrets, on one line, at most 500 characters */
	show(text: string): string {
		return shorten(this.hide(text).replace(/\s+/g, ' ').trim());
	}
}

/** Knows no secrets; hides only what looks like one. */
export const plainMask = new Mask();
