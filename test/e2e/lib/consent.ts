/** The person at the provider's consent page: reads the page's form, chooses, and sends it as a browser would. */
import type { Authorize } from './client';

/** What the person does: a location's id, `company` for the whole agency, or `deny` for Cancel. */
export type Choice = 'company' | 'deny' | { locationId: string };

/**
 * @returns what N8nClient.connectOAuth2 takes as the person at the page
 * @throws {Error} when the page is no consent form or does not lead back
 */
export function atConsentPage(choice: Choice): Authorize {
	return async (address) => {
		const response = await fetch(address);
		const html = await response.text();
		if (response.status !== 200) throw new Error(`The consent page answered: ${html}`);
		const form = new URLSearchParams(hiddenFields(html));
		if (choice === 'deny') form.set('deny', '1');
		else form.set('chosen', offered(html, choice === 'company' ? 'company' : choice.locationId));
		const sent = await fetch(address, { method: 'POST', body: form, redirect: 'manual' });
		const target = sent.headers.get('location');
		if (target === null) throw new Error(`The consent was answered ${sent.status}`);
		return new URL(target, address).href;
	};
}

function hiddenFields(html: string): Array<[string, string]> {
	const fields = [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
	if (fields.length === 0) throw new Error(`No form on the consent page: ${html}`);
	return fields.map(([, name = '', value = '']) => [name, unescapeHtml(value)]);
}

/** Only what the page offers can be chosen. */
function offered(html: string, choice: string): string {
	if (!html.includes(`name="chosen" value="${choice}"`)) {
		throw new Error(`The consent page does not offer ${choice}`);
	}
	return choice;
}

function unescapeHtml(value: string): string {
	return value
		.replaceAll('&quot;', '"')
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&amp;', '&');
}
