/** HighLevel's authorize page. */
import type { Page } from '../shared/answer';
import type { App, Grant } from './app';
import { SEED } from './seedIds';
import type { State } from './state';

/** Consent without the page: none, for one location, or for the whole agency. */
export type AutoConsent = false | { locationId: string } | 'company';

function escapeHtml(value: string): string {
	return value
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/"/g, '&quot;');
}

/** HighLevel's authorize page, on which the user chooses a sub-account or the agency and consents. */
export class ConsentPage {
	constructor(
		private readonly app: App,
		private readonly state: State,
		private readonly autoConsent: () => AutoConsent,
		private readonly issueCode: (grant: Grant, redirectUri: string) => string,
	) {}

	/** GET: the page with its Allow button, a redirect with automatic consent, or what is wrong with the request. */
	show(query: URLSearchParams): Page {
		const wrong = this.problemWith(query);
		if (wrong !== undefined) return errorPage(wrong);
		const auto = query.get('autoConsent');
		const consent =
			auto === 'company'
				? 'company'
				: auto !== null
					? { locationId: auto === '1' || auto === 'true' ? SEED.locationId : auto }
					: this.autoConsent();
		if (consent !== false) {
			const chosen = consent === 'company' ? 'company' : consent.locationId;
			const form = new URLSearchParams(query);
			form.set('chosen', chosen);
			return this.submit(form);
		}
		return { status: 200, html: this.form(query) };
	}

	/** POST: redirects back with a code, or with `error=access_denied`. */
	submit(form: URLSearchParams): Page {
		const wrong = this.problemWith(form);
		if (wrong !== undefined) return errorPage(wrong);
		const redirectUri = form.get('redirect_uri') ?? '';
		const target = new URL(redirectUri);
		const state = form.get('state');
		if (state !== null) target.searchParams.set('state', state);
		if (form.get('deny') !== null) {
			target.searchParams.set('error', 'access_denied');
			return { status: 302, redirect: target.toString() };
		}
		const chosen = form.get('chosen') ?? SEED.locationId;
		if (chosen !== 'company' && this.state.locations.get(chosen) === undefined) {
			return errorPage('There is no such sub-account.');
		}
		if (chosen !== 'company') this.app.installedLocations.add(chosen);
		const code = this.issueCode(
			{
				clientId: this.app.clientId,
				kind: chosen === 'company' ? 'company' : 'location',
				locationId: chosen === 'company' ? undefined : chosen,
				scopes: this.requestedScopes(form),
			},
			redirectUri,
		);
		target.searchParams.set('code', code);
		return { status: 302, redirect: target.toString() };
	}

	private requestedScopes(query: URLSearchParams): string[] {
		const requested = (query.get('scope') ?? '').split(/\s+/).filter((scope) => scope !== '');
		return requested.length > 0 ? requested : [...this.app.scopes];
	}

	private problemWith(query: URLSearchParams): string | undefined {
		const redirectUri = query.get('redirect_uri') ?? '';
		if (query.get('client_id') !== this.app.clientId) {
			return `No integration found with the id: ${query.get('client_id') ?? ''}`;
		}
		if (query.get('response_type') !== 'code') return 'response_type must be code';
		if (!URL.canParse(redirectUri)) return 'redirect_uri is not valid';
		const { redirectUris, scopes } = this.app;
		if (redirectUris.length > 0 && !redirectUris.includes(redirectUri)) {
			return 'redirect_uri is not one of those of the app';
		}
		const foreign = this.requestedScopes(query).filter((scope) => !scopes.includes(scope));
		return foreign.length > 0 ? `Invalid scope(s) found: ${foreign.join(' ')}` : undefined;
	}

	private form(query: URLSearchParams): string {
		const hidden = ['client_id', 'redirect_uri', 'scope', 'state', 'response_type']
			.filter((key) => query.get(key) !== null)
			.map(
				(key) => `<input type="hidden" name="${key}" value="${escapeHtml(query.get(key) ?? '')}">`,
			);
		const choices = this.state.locations
			.all()
			.map(
				(location, at) =>
					`<label><input type="radio" name="chosen" value="${location.id}"${at === 0 ? ' checked' : ''}> ${escapeHtml(location.name)}</label>`,
			);
		choices.push(
			'<label><input type="radio" name="chosen" value="company"> The whole agency</label>',
		);
		const scopes = this.requestedScopes(query).map((scope) => `<li>${escapeHtml(scope)}</li>`);
		return page(
			'Choose a sub-account',
			`<form method="post">${hidden.join('')}
<fieldset><legend>Connect the app to</legend>${choices.join('<br>')}</fieldset>
<p>The app asks for:</p><ul>${scopes.join('')}</ul>
<button type="submit" id="allow">Allow</button>
<button type="submit" name="deny" value="1" id="deny">Cancel</button></form>`,
		);
	}
}

function errorPage(message: string): Page {
	return { status: 400, html: page('Error', `<p>${escapeHtml(message)}</p>`) };
}

function page(title: string, body: string): string {
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1>${body}</body></html>`;
}
