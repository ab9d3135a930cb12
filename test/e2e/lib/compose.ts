/** What docker-compose.yml says, read as Compose reads it, with the values of .env.example. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { at, isObject } from './json';
import type { JsonObject } from './json';

const ROOT = join(__dirname, '..', '..', '..');

/** `$$`, `${NAME}`, `${NAME:-default}` and `${NAME:?message}`. */
const VARIABLE = /\$(?:\$|\{(\w+)(?::([-?])([^}]*))?\})/g;

/** The file's text. */
export const composeText = (): string => readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');

/** The values of .env.example, by name. */
export function exampleValues(): Map<string, string> {
	const lines = readFileSync(join(ROOT, '.env.example'), 'utf8').split('\n');
	return new Map(
		lines.flatMap((line): Array<[string, string]> => {
			const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
			return name === undefined ? [] : [[name, value ?? '']];
		}),
	);
}

/** The names of the variables that a text of the file takes from .env. */
export function variablesIn(text: string): string[] {
	const names = [...text.matchAll(VARIABLE)].map(([, name]) => name ?? '');
	return [...new Set(names.filter((name) => name !== ''))];
}

/** The services by name, merged and with all variables filled in; those without a default are left empty. */
export function services(text = composeText()): Record<string, JsonObject> {
	const values = exampleValues();
	const filled = text.replace(VARIABLE, (_, name?: string, kind?: string, other?: string) => {
		if (name === undefined) return '$';
		const value = values.get(name) ?? '';
		return value === '' && kind === '-' ? (other ?? '') : value;
	});
	const found = at(parse(filled, { merge: true }), 'services');
	const entries = Object.entries(isObject(found) ? found : {});
	return Object.fromEntries(
		entries.filter((entry): entry is [string, JsonObject] => isObject(entry[1])),
	);
}

/** A service's environment. */
export function environmentOf(service: string): Record<string, string> {
	const found = at(services()[service], 'environment');
	if (!isObject(found)) throw new Error(`${service} has no environment in docker-compose.yml`);
	return Object.fromEntries(Object.entries(found).map(([name, value]) => [name, String(value)]));
}

/** A service's command, in words. */
export function commandOf(service: string): string[] {
	const found = at(services()[service], 'command');
	return typeof found === 'string' ? found.split(' ') : [];
}
