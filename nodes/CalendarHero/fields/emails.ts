// Fields for email addresses.

import { textField } from '../../shared/builders';
import { toList, toText } from '../../shared/convert';
import type { Field } from '../../shared/operation';
import { ValueError } from '../../shared/valueErrors';

/** @throws ValueError for text that is not an email address */
export function toEmail(value: unknown): string {
	const address = toText(value).trim();
	if (!/^[^\s@,]+@[^\s@,]+$/.test(address)) throw new ValueError('is not an email address');
	return address;
}

/** Addresses from a list or comma-separated text, each once; case does not matter. */
function toEmails(value: unknown): string[] {
	const byKey = new Map<string, string>();
	for (const entry of toList(value)) {
		if (!/^[^\s@]+@[^\s@]+$/.test(entry)) {
			throw new ValueError(`contains "${entry}", which is not an email address`);
		}
		if (!byKey.has(entry.toLowerCase())) byKey.set(entry.toLowerCase(), entry);
	}
	return [...byKey.values()];
}

/** One address. */
export const emailField = (more: Partial<Field> = {}): Field =>
	textField('Email', 'email', {
		placeholder: 'e.g. name@email.com',
		send: { in: 'values', as: toEmail },
		...more,
	});

/** Several addresses. */
export const emailsField = (displayName: string, name: string, more: Partial<Field> = {}): Field =>
	textField(displayName, name, {
		placeholder: 'e.g. ada@email.com, grace@email.com',
		description: 'Email addresses separated by commas, or an expression that returns a list',
		send: { in: 'values', as: toEmails },
		...more,
	});
