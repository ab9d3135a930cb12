// Takes secrets out of what CalendarHero sends.

import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../shared/values';

/** Keys of integrations that open other services (CalendarHero's API documentation, as third-party connectors repeat it). */
const AUTH = /^e?auth$/i;
/** Words in keys whose values nobody may see: the user has a `password`. */
const SECRET_WORD =
	/password|passwd|passphrase|secret|token|api[-_]?key|private[-_]?key|authorization|cookie|credential|jwt/i;

/** A key with blanks is a name that somebody gave, such as that of a meeting type. */
const isSecret = (key: string): boolean =>
	AUTH.test(key) || (SECRET_WORD.test(key) && !/\s/.test(key));

function withoutSecretsIn(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutSecretsIn);
	return isRecord(value) ? withoutSecrets(value) : value;
}

/** @returns a copy of a record without its secrets, at any depth */
export function withoutSecrets(record: IDataObject): IDataObject {
	const kept = Object.entries(record).filter(([key]) => !isSecret(key));
	return Object.fromEntries(
		kept.map(([key, value]) => [key, withoutSecretsIn(value)]),
	) as IDataObject;
}

/** @returns a copy of an object whose keys are names given by users, without the secrets in its values */
export function withoutSecretsInValues(byName: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(byName).map(([name, value]) => [name, withoutSecretsIn(value)]),
	) as IDataObject;
}
