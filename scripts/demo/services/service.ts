/** What the start page shows of a service, and what it lets people change there. */

/** A record, as the page lists it. */
export interface Row {
	/** Unique in its section; the page marks rows that are new or changed. */
	id: string;
	title: string;
	/** One line each. */
	lines?: string[];
	tags?: string[];
}

export interface Section {
	title: string;
	rows: Row[];
	/** Closed at first. */
	isFolded?: boolean;
}

export interface Option {
	value: string;
	label: string;
}

/** A field of a form. */
export interface Field {
	name: string;
	label: string;
	/** Default: text. */
	kind?: 'text' | 'email' | 'datetime-local' | 'select';
	/** The choices of a select. */
	options?: () => Option[];
	/** What the form starts with. */
	value?: string;
	optional?: boolean;
}

/** Something that people do in the service. */
export interface Action {
	name: string;
	title: string;
	fields: Field[];
	/** @returns what it did, in one sentence @throws {Error} that says why it cannot */
	run(input: Record<string, string>): string | Promise<string>;
}

export interface Service {
	key: string;
	name: string;
	/** The stand-in's address. */
	url: string;
	/** How many calls it got from n8n and others. */
	calls(): number;
	sections(): Section[];
	actions: Action[];
}

/** A select over records. */
export function choice<T>(
	name: string,
	label: string,
	records: () => readonly T[],
	optionOf: (record: T) => Option,
): Field {
	return { name, label, kind: 'select', options: () => records().map(optionOf) };
}

/** What was typed into a field, without spaces around it. @throws {Error} if it is empty */
export function given(input: Record<string, string>, name: string, label: string): string {
	const text = input[name]?.trim() ?? '';
	if (text === '') throw new Error(`${label} is empty. Fill it in, then try again.`);
	return text;
}
