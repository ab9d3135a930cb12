// Removes secrets and personal data from whatever check:live prints.

const MASKED = '…';

/** Removes whatever could be a secret or identify a person: tokens, IDs, e-mail addresses and phone numbers. */
export function redact(text: string, secrets: string[] = []): string {
	return secrets
		.filter((secret) => secret !== '')
		.reduce((rest, secret) => rest.split(secret).join(MASKED), text)
		.replace(/pit-[\w-]+/g, MASKED)
		.replace(/eyJ[\w.-]+/g, MASKED)
		.replace(/[^\s@"]+@[^\s@"]+/g, MASKED)
		.replace(/\+?\d[\d ().-]{7,}\d/g, MASKED)
		.replace(/\b(?=\w*\d)\w{16,}\b/g, MASKED)
		.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, MASKED);
}

/** The name of an object's key. Keys that are data are replaced by a common name, `<date>` or `<id>`. */
export function keyName(key: string): string {
	if (/^\d{4}-\d{2}-\d{2}$/.test(key)) return '<date>';
	return redact(key) === key ? key : '<id>';
}
