// Runs every probe against the stand-in and against the real API.

import { SEED, startHighLevelStandIn } from '../../test/standins/highlevel';
import { Api, MissingScope } from './api';
import { compare } from './compare';
import { Created } from './created';
import { nothing } from './observe';
import type { Observation } from './observe';
import type { CheckOptions } from './options';
import { READS, WRITES } from './probes';
import type { Found, Probe } from './probes/probe';
import { redact } from './redact';
import type { Finding, Report } from './report';

/** An API being checked, with what the probes found and created there. */
interface Subject {
	api: Api;
	found: Found;
	created: Created;
}

function subject(api: Api): Subject {
	const found = { contactId: '', email: '', calendarId: '', companyId: '' };
	return { api, found, created: new Created() };
}

async function ask(probe: Probe, { api, found, created }: Subject): Promise<Observation[]> {
	if (probe.needs?.some((name) => found[name] === '')) return [nothing()];
	try {
		return await probe.run(api, found, created);
	} catch (error) {
		if (!(error instanceof MissingScope)) throw error;
		return [{ fact: 'status', value: error.message, unclear: true }];
	}
}

/**
 * Runs every probe against the stand-in and the account, and compares the results. Only reads unless `write` is set.
 *
 * @throws TypeError when the account's API cannot be reached
 */
export async function checkLive({ account, set, write, progress }: CheckOptions): Promise<Report> {
	const standIn = await startHighLevelStandIn();
	try {
		const { url, locationId } = standIn;
		const token = standIn.tokens.privateIntegration;
		const calendarId = SEED.calendars.discovery;
		const reference = subject(new Api({ url, token, locationId, calendarId }, set));
		const live = subject(new Api(account, set));
		const secrets = [account.token, account.locationId];
		const findings: Finding[] = [];
		const deviations = new Set<string>();
		for (const probe of write ? [...READS, ...WRITES] : READS) {
			progress?.(probe.title);
			const expected = await ask(probe, reference);
			const seen = await ask(probe, live);
			for (const { deviation, unclear } of seen) {
				if (deviation !== undefined && !unclear) deviations.add(deviation);
			}
			for (const finding of compare(expected, seen)) {
				findings.push({
					...finding,
					probe: probe.title,
					expected: redact(finding.expected),
					seen: redact(finding.seen, secrets),
				});
			}
		}
		return { findings, deviations: [...deviations].sort(), left: live.created.left };
	} finally {
		await standIn.close();
	}
}
