/** What docker-compose.yml says, read as Compose reads it, with the values of .env.example. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { at, isObject } from './json';
import type { JsonObject } from './json';

const ROOT = join(__dirname, '..', '..', '..');

/** The services that are n8n processes. */
export const N8N_SERVICES = ['n8n', 'worker', 'webhook'] as const;

/** Settings that n8n's own code reads; the others belong to its package @n8n/config. */
export const READ_BY_N8N = [
	'N8N_UNVERIFIED_PACKAGES_ENABLED',
	'OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS',
];

/** The names of the settings that the code in a folder reads. */
export function settingsReadIn(folder: string): Set<string> {
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
	const names = files
		.filter((file) => file.endsWith('.js'))
		.flatMap((file) => {
			const code = readFileSync(join(folder, file), 'utf8');
			return [...code.matchAll(/(?:\bEnv\)?\(['"]|process\.env\.)([A-Z][A-Z0-9_]+)/g)];
		});
	return new Set(names.map(([, name]) => name ?? ''));
}

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
