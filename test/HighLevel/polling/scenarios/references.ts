/** Reference models that several events share. */
import type { FakeAccount } from '../fakeAccount';
import type { Reference, ReferenceState } from './scenario';
import { DAY, HOUR, MINUTE } from './scenario';

/** How far back the triggers look for events of a calendar. */
export const PAST = 7 * DAY;

/** For events that compare a list with the previous one: what was created, updated, deleted. */
export function listReference(
	records: (account: FakeAccount) => Array<{ id: string; content: string }>,
	kinds: Array<'created' | 'updated' | 'deleted'>,
	token: Reference['token'],
	keepsDeleted = false,
): Reference {
	const snapshot = (account: FakeAccount) =>
		Object.fromEntries(records(account).map(({ id, content }) => [id, content]));
	return {
		begin: (account) => ({ known: snapshot(account) }),
		poll: (account, state) => {
			const known = state.known ?? {};
			const current = snapshot(account);
			const tokens: string[] = [];
			for (const [id, content] of Object.entries(current)) {
				const before = known[id];
				if (before === content) continue;
				const kind = before === undefined ? 'created' : 'updated';
				if (kinds.includes(kind)) tokens.push(`${kind} ${id} ${content}`);
			}
			for (const id of Object.keys(known)) {
				if (!(id in current) && kinds.includes('deleted')) tokens.push(`deleted ${id} `);
			}
			const keeps = keepsDeleted || !kinds.includes('deleted');
			state.known = keeps ? { ...known, ...current } : current;
			return tokens;
		},
		token,
	};
}

/** How long before a moment its event is emitted. */
const LEAD = 60 * MINUTE;

/** For events that announce a moment an hour ahead. */
export function dueReference(
	upcoming: (account: FakeAccount) => Array<{ id: string; at: number }>,
	token: Reference['token'],
): Reference {
	return {
		begin: (account) => ({
			start: { until: String(account.now) },
			announced: Object.fromEntries(
				upcoming(account)
					.filter(({ at }) => at > account.now && at <= account.now + LEAD)
					.map(({ id, at }) => [id, String(at)]),
			),
		}),
		poll: (account, state) => {
			const announced = (state.announced ??= {});
			const until = Number(state.start?.until);
			const due = upcoming(account)
				.filter(
					({ id, at }) => at > until && at <= account.now + LEAD && announced[id] !== String(at),
				)
				.sort((a, b) => a.at - b.at);
			for (const { id, at } of due) announced[id] = String(at);
			state.start = { until: String(account.now) };
			return due.map(({ id, at }) => `${id}@${at}`);
		},
		token,
	};
}

/** For events that report records of a calendar that are new or have changed since the last poll. */
export function eventReference<T extends { id: string; startTime: number; dateAdded: number }>(
	records: (account: FakeAccount) => T[],
	content: (one: T) => string,
	emits: (one: T, before: string | undefined, isNew: boolean) => boolean,
	token: (one: T) => string,
	tokenOfItem: Reference['token'],
): Reference {
	const remember = (account: FakeAccount, state: ReferenceState) => {
		const known = (state.known ??= {});
		const starts = (state.starts ??= {});
		for (const one of records(account)) {
			known[one.id] = content(one);
			starts[one.id] = String(one.startTime);
		}
		state.last = { at: String(account.now) };
		return state;
	};
	return {
		begin: (account) => remember(account, {}),
		poll: (account, state) => {
			const known = (state.known ??= {});
			for (const [id, start] of Object.entries(state.starts ?? {})) {
				if (Number(start) < account.now - PAST) delete known[id];
			}
			const last = Number(state.last?.at);
			const tokens = records(account)
				.filter((one) => known[one.id] !== content(one))
				.filter((one) => emits(one, known[one.id], one.dateAdded >= last - HOUR))
				.map(token);
			remember(account, state);
			return tokens;
		},
		token: tokenOfItem,
	};
}
