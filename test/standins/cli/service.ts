/** What a stand-in must say about itself to be run as a program. */
import type { ParseArgsConfig } from 'node:util';

/** The options as they were given, by name. */
export type Given = Record<string, string | boolean | undefined>;

/** A stand-in that was started as a program. */
export interface Started {
	/** For people: the address, the keys, and so on. */
	text: string;
	/** The same for other programs. */
	json: { url: string };
	close(): Promise<void>;
}

/** A stand-in that can be run as a program. */
export interface CliService {
	/** Its options, besides `--port`, `--latency`, `--json` and `--help`. */
	options: NonNullable<ParseArgsConfig['options']>;
	/** One line for each option. */
	help: string;
	start(given: Given): Promise<Started>;
}

/**
 * The number given for an option; undefined if there is none.
 *
 * @throws {Error} if it is not a number, or negative
 */
export function count(given: Given, name: string): number | undefined {
	const value = given[name];
	if (value === undefined) return undefined;
	const number = Number(value);
	if (!Number.isFinite(number) || number < 0) {
		throw new Error(`--${name} must be a number, not ${String(value)}`);
	}
	return number;
}

/** The object without the keys that are undefined, for options whose default is elsewhere. */
export function given<T extends object>(options: {
	[Key in keyof T]: T[Key] | undefined;
}): Partial<T> {
	return Object.fromEntries(
		Object.entries(options).filter(([, value]) => value !== undefined),
	) as Partial<T>;
}
