// Converts calls from the form of API version v3 to that of the dated versions.

import type { IDataObject } from 'n8n-workflow';

import type { Call } from '../shared/call';
import { isRecord, recordsOf } from '../shared/values';

/** Keys of `dndSettings` in v3, and in the dated versions (OpenAPI: contacts-v3.json, contacts.json). */
const DATED_DND: Record<string, string> = {
	call: 'Call',
	email: 'Email',
	sms: 'SMS',
	whatsApp: 'WhatsApp',
	gmb: 'GMB',
	fb: 'FB',
};

function renameKeys(record: IDataObject, names: Record<string, string>): IDataObject {
	return Object.fromEntries(
		Object.entries(record).map(([key, value]) => [names[key] ?? key, value]),
	);
}

/** Operations use v3's names; this is the one place that turns a call into what the dated versions understand. */
export function adaptToDated(call: Call): Call {
	const path = call.path.replace(/\/campaigns\/remove-all$/, '/campaigns/removeAll');
	if (!isRecord(call.body)) return { ...call, path };
	const body: IDataObject = { ...call.body };
	if (isRecord(body.dndSettings)) body.dndSettings = renameKeys(body.dndSettings, DATED_DND);
	if (Array.isArray(body.customFields)) {
		body.customFields = recordsOf(body.customFields).map((field) =>
			renameKeys(field, { fieldValue: 'field_value' }),
		);
	}
	return { ...call, path, body };
}
