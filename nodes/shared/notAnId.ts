// Recognises what models give where an ID belongs: emails, phone numbers and names.

import type { Finder } from './finder';
import type { Field } from './operation';
import { ValueError } from './valueErrors';

type Kind = 'email' | 'phone' | 'name';

const IN_WORDS: Record<Kind, string> = {
	email: 'an email address',
	phone: 'a phone number',
	name: 'a name',
};

/** IDs of HighLevel and CalendarHero have more characters than this, and digits. */
const SHORT = 16;

/** @returns what a text is that cannot be an ID; undefined for what can be one */
function kindOf(text: string, { find = {} }: Field): Kind | undefined {
	if (/^https?:/i.test(text)) return undefined;
	if (text.includes('@')) return 'email';
	// Digits alone may be an ID, unless the record can be found by its phone number.
	const isPhone = /^\+?[\d\s().\-/]{7,20}$/.test(text);
	if (isPhone && (find.phone || /\D/.test(text))) return 'phone';
	return /\s/.test(text) ? 'name' : undefined;
}

const takesIds = ({ modes = [] }: Field) => modes.some(({ name }) => name === 'id');

/** @returns how the record is found that a model names where an ID belongs; undefined for an ID, or if there is no way */
export function finderFor(field: Field, text: string): Finder | undefined {
	const { find } = field;
	if (!find || !takesIds(field)) return undefined;
	const isWord = text.length <= SHORT && /^\p{L}+$/u.test(text);
	const kind = kindOf(text, field) ?? (isWord ? 'name' : undefined);
	return kind && find[kind];
}

/** @throws ValueError for an email, a phone number or a name where a model must give an ID */
export function refuseWhatIsNoId(field: Field, text: string): void {
	const kind = takesIds(field) ? kindOf(text, field) : undefined;
	if (!kind) return;
	const { idsFrom } = field;
	throw new ValueError(`is ${IN_WORDS[kind]}, not an ID`, undefined, {
		next: `${idsFrom === undefined ? 'Look the record up first' : `Find the ID with ${idsFrom}`}, then call the tool again with its 'id'. Nothing was changed.`,
	});
}
