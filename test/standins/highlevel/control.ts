/** The control endpoints that only HighLevel's stand-in has. */
import { flag, isObject, number, text } from '../shared/json';
import type { JsonObject } from '../shared/json';
import type { Control } from '../shared/parts';
import type { BehaviourSettings } from './call';
import type { LimiterKind, LimiterOptions, RateHeader, RateHeaders } from './limiter';
import type { OAuthSettings } from './oauth';
import type { Parts } from './parts';

const KINDS: LimiterKind[] = ['firstCall', 'clockAligned', 'slidingLog'];

function limiterOptions(body: JsonObject): LimiterOptions {
	const options: LimiterOptions = {};
	const kind = KINDS.find((one) => one === body.kind);
	if (kind !== undefined) options.kind = kind;
	for (const key of ['max', 'intervalMs', 'dailyMax', 'dailyUsed', 'dailyResetMs'] as const) {
		const value = number(body, key);
		if (value !== undefined) options[key] = value;
	}
	if (typeof body.countRefused === 'boolean') options.countRefused = body.countRefused;
	const headers = rateHeaders(body.headers);
	if (headers !== undefined) options.headers = headers;
	return options;
}

function rateHeaders(value: unknown): RateHeaders | undefined {
	if (value === 'right' || value === 'absent') return value;
	if (!isObject(value)) return undefined;
	const told: Partial<Record<RateHeader, string | null>> = {};
	for (const [name, one] of Object.entries(value)) {
		if (one === null || typeof one === 'string') told[name as RateHeader] = one;
	}
	return told;
}

function oauthSettings(body: JsonObject): OAuthSettings {
	const settings: OAuthSettings = {};
	for (const key of ['accessTokenSeconds', 'refreshTokenSeconds'] as const) {
		const value = number(body, key);
		if (value !== undefined) settings[key] = value;
	}
	const refusal = ([400, 401, 403] as const).find((one) => one === body.notInstalledStatus);
	if (refusal !== undefined) settings.notInstalledStatus = refusal;
	const consent = body.autoConsent;
	if (consent === false || consent === 'company') settings.autoConsent = consent;
	else if (isObject(consent)) {
		const locationId = text(consent, 'locationId');
		if (locationId !== undefined) settings.autoConsent = { locationId };
	}
	return settings;
}

function behaviour(body: JsonObject): Partial<BehaviourSettings> {
	const settings: Partial<BehaviourSettings> = {};
	for (const key of [
		'strictSlotText',
		'notificationsWithoutPaging',
		'createsRefusedContacts',
	] as const) {
		const value = flag(body, key);
		if (value !== undefined) settings[key] = value;
	}
	const status = ([400, 409, 422] as const).find((one) => one === body.slotTakenStatus);
	return status === undefined ? settings : { ...settings, slotTakenStatus: status };
}

/** HighLevel's control endpoints: POST limiter, index-lag, oauth, oauth/expire, behaviour, installed, tokens, seed/contacts. */
export function highLevelControls(parts: Parts): Record<string, Control> {
	const { limiter, oauth, settings, state } = parts;
	return {
		'POST limiter': (body) => {
			limiter.set(limiterOptions(body));
			if (body.forget === true) limiter.forget();
			return limiter.settings();
		},
		'POST index-lag': (body) => {
			state.contacts.indexLagMs = number(body, 'ms') ?? 0;
			return {};
		},
		'POST oauth': (body) => {
			oauth.set(oauthSettings(body));
			return {};
		},
		'POST oauth/expire': () => {
			oauth.expireAccessTokens();
			return {};
		},
		'POST behaviour': (body) => {
			Object.assign(settings, behaviour(body));
			return behaviour({ ...settings });
		},
		'POST installed': (body) => {
			const locationId = text(body, 'locationId') ?? '';
			if (body.installed === true) oauth.install(locationId);
			else oauth.uninstall(locationId, number(body, 'afterCalls'));
			return {};
		},
		'POST tokens': (body) => {
			const scopes = Array.isArray(body.scopes) ? body.scopes.map(String) : undefined;
			const locationId = body.locationId === null ? null : text(body, 'locationId');
			const token = oauth.issuePrivateIntegration({
				...(scopes === undefined ? {} : { scopes }),
				...(locationId === undefined ? {} : { locationId }),
			});
			return { token: token.value };
		},
		'POST seed/contacts': (body) => {
			const count = number(body, 'count') ?? 0;
			const locationId = text(body, 'locationId');
			const from = number(body, 'from');
			const everyMs = number(body, 'everyMs');
			const ids = state.seedContacts(count, {
				...(locationId === undefined ? {} : { locationId }),
				...(from === undefined ? {} : { from }),
				...(everyMs === undefined ? {} : { everyMs }),
			});
			return { count: ids.length };
		},
	};
}
