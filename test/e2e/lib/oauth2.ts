/** The user's part in connecting an OAuth2 credential. */

/** Consents at the provider: takes the authorization address and returns the callback address. */
export type Authorize = (authorizationUrl: string) => Promise<string>;

/** Follows the provider's redirects up to the callback address, which is not requested. */
export async function followRedirects(address: string, callbackUrl: string): Promise<string> {
	let current = address;
	for (let hops = 0; hops < 10; hops++) {
		const response = await fetch(current, { redirect: 'manual' });
		const location = response.headers.get('location');
		if (location === null) {
			throw new Error(`${current} answered ${response.status} and led nowhere`);
		}
		current = new URL(location, current).href;
		if (current.startsWith(callbackUrl)) return current;
	}
	throw new Error(`Too many redirects from ${address}`);
}

/** The text of an HTML page, without its markup and cut to a readable length. */
export function textOf(page: string): string {
	return page
		.replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
		.replace(/<[^>]+>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim()
		.slice(0, 500);
}
