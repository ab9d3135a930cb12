/** Longest text that an error shows of what came from outside, in characters. */
export const LONGEST_SHOWN = 500;
/** What lies further on in a text is not shown anyway, and is not searched for secrets either. */
const LONGEST_READ = 20_000;
/** Shorter values would mask ordinary words. */
const SHORTEST_SECRET = 8;
const HIDDEN = '***';

/** What may follow a scheme in an Authorization header, wherever it is quoted. */
const SCHEMES = /\b(?:Bearer|Basic)\s+[^\s"',;<>]+/gi;
/** A JSON Web Token. The look-behind lets a run of such characters be tried once only, which keeps the time linear. */
const JSON_WEB_TOKENS = /(?<![\w.-])eyJ[\w.-]{16,}/g;
/** A prefix and a UUID, as private integration tokens are built. */
const PREFIXED_UUIDS =
	/\b[a-z]{2,5}-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
/** Headers whose whole value is secret. */
const SECRET_HEADERS = /\b((?:proxy-)?authorization|(?:set-)?cookie)["']?\s*[:=]\s*[^\r\n<>]+/gi;
/** Fields and headers whose value is secret by their name. A short value is a word of the message. */
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

/** @returns the text cut to a length, never in the middle of a character */
export function shorten(text: string, most = LONGEST_SHOWN): string {
	if (text.length <= most) return text;
	return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** The text without blanks and with percent-encoding undone, and where each of its characters came from. */
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

/** The forms in which a secret may be repeated. In base64 its bytes may begin at any of three places. */
function formsOf(secret: string): string[] {
	const bytes = Buffer.from(secret);
	const encoded = [0, 1, 2].map((before) => {
		const base64 = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
		// Characters that also hold bits of what stands before or behind differ from text to text.
		return base64.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
	});
	const urlSafe = encoded.map((one) => one.replaceAll('+', '-').replaceAll('/', '_'));
	return [...new Set([secret, ...encoded, ...urlSafe])];
}

/** The places of a secret's form in a text, also where the text breaks off in the middle of it. */
function placesOf(form: string, text: string): Array<[number, number]> {
	const places: Array<[number, number]> = [];
	let at = text.indexOf(form);
	for (; at >= 0; at = text.indexOf(form, at + form.length)) places.push([at, at + form.length]);
	for (let length = form.length - 1; length >= SHORTEST_SECRET; length--) {
		if (!text.endsWith(form.slice(0, length))) continue;
		places.push([text.length - length, text.length]);
		break;
	}
	return places;
}

/**
 * Hides secrets in text that came from outside: those it was told of, whole, with blanks in them, in base64, base64url and
 * percent-encoding; and whatever looks like a token. Takes time in proportion to the text.
 */
export class Mask {
	private readonly secrets = new Set<string>();

	/** @param secrets values that must never be shown; too short ones are passed over */
	constructor(secrets: readonly string[] = []) {
		this.learn(...secrets);
	}

	/** Adds secrets, such as a token that was renewed meanwhile. */
	learn(...secrets: string[]): void {
		for (const secret of secrets) {
			const plain = secret.replace(/\s/g, '');
			if (plain.length >= SHORTEST_SECRET) this.secrets.add(plain);
		}
	}

	/** @returns the text with every secret replaced by three asterisks */
	hide(given: string): string {
		const text = given.slice(0, LONGEST_READ);
		const { squeezed, from, to } = squeeze(text);
		const places = [...this.secrets].flatMap(formsOf).flatMap((form) => placesOf(form, squeezed));
		places.sort(([a], [b]) => a - b);
		let hidden = '';
		let done = 0;
		for (const [first, behind] of places) {
			const begin = from[first] ?? 0;
			const end = to[behind - 1] ?? 0;
			if (end <= done) continue;
			if (begin >= done) hidden += `${text.slice(done, begin)}${HIDDEN}`;
			done = end;
		}
		return withoutPatterns(hidden + text.slice(done));
	}

	/** @returns the text as an error shows it: without secrets, on one line, at most 500 characters */
	show(text: string): string {
		return shorten(this.hide(text).replace(/\s+/g, ' ').trim());
	}
}

/** Knows no secrets, and hides what looks like one. */
export const plainMask = new Mask();
