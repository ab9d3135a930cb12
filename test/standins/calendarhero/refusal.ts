/** The refusals. CalendarHero documents no error body, so the texts are the stand-in's own. */
import { Refusal } from '../shared/answer';

import type { Settings } from './settings';

/** A body or a parameter is invalid. */
export function invalid(settings: Settings, message: string): Refusal {
	return new Refusal(settings.invalidStatus, { message });
}

/** 401: the Authorization header is not the bare token. */
export function unauthorized(): Refusal {
	return new Refusal(401, { message: 'Unauthorized' });
}

/** 403: the plan does not allow the call. */
export function notInPlan(what: string): Refusal {
	return new Refusal(403, { message: `Your plan does not include ${what}` });
}

/** 404: the user has no such object, or there is no such route. */
export function notFound(what: string): Refusal {
	return new Refusal(404, { message: `${what} not found` });
}
