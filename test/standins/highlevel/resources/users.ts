import type { Call } from '../call';
import { unknownRecord } from '../refusal';

/** Refuses a request that names a user who does not exist; naming none is fine. */
export function requireUser(call: Call, userId: string | undefined): void {
	if (userId !== undefined && call.state.users.get(userId) === undefined) {
		throw unknownRecord('User', userId);
	}
}
