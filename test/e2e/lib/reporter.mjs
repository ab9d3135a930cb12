/**
 * Prints each end-to-end check as it ends, and writes the sums of each suite as JSON to the file that E2E_COUNTS names:
 * {[file]: {passed, failed, skipped}}.
 */
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';

/** Why node:test skips the tests that `-t` leaves out; they are not worth a line. */
const NOT_CHOSEN = 'test name does not match pattern';

/** @param {AsyncIterable<{type: string, data: any}>} source the events of node:test */
export default async function* report(source) {
	const suites = {};
	const failures = [];
	for await (const { type, data } of source) {
		if (type === 'test:stdout' || type === 'test:stderr') yield data.message;
		if (type !== 'test:pass' && type !== 'test:fail') continue;
		if (data.skip === NOT_CHOSEN) continue;
		const counts = (suites[basename(data.file ?? 'unknown file')] ??= {
			passed: 0,
			failed: 0,
			skipped: 0,
		});
		if (data.details?.type === 'suite') {
			// Its checks are counted one by one; what broke before them or after them is said here.
			if (data.details.error?.failureType === 'hookFailed') {
				counts.failed++;
				failures.push(data);
				yield `  FAILED  setting up or clearing up: ${data.name}\n`;
			}
			continue;
		}
		const took = `${((data.details?.duration_ms ?? 0) / 1000).toFixed(1)} s`;
		if (data.skip !== undefined) {
			counts.skipped++;
			yield `  SKIPPED ${data.name}: ${data.skip}\n`;
		} else if (type === 'test:pass') {
			counts.passed++;
			yield `  ok      ${data.name} (${took})\n`;
		} else {
			counts.failed++;
			failures.push(data);
			yield `  FAILED  ${data.name} (${took})\n`;
		}
	}
	for (const { name, file, line, details } of failures) {
		const cause = details?.error?.cause ?? details?.error;
		yield `\n${name} (${file ?? 'unknown file'}:${line ?? 0})\n${cause?.stack ?? cause}\n`;
	}
	const file = process.env.E2E_COUNTS;
	if (file !== undefined) writeFileSync(file, JSON.stringify(suites));
}
