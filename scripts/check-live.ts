/**
 * Checks whether the real HighLevel API still behaves as the stand-in, the official files and the node's operations assume:
 *
 *   HIGHLEVEL_TOKEN=pit-… HIGHLEVEL_LOCATION_ID=… npm run check:live
 *   … npm run check:live -- --write --calendar <ID>     also creates contacts and appointments, and deletes them
 *
 * HIGHLEVEL_API_URL and HIGHLEVEL_API_VERSION (v3 or 2021) are optional. Each probe runs twice, first against the stand-in
 * and then against the API; the stand-in's response is the expected one. Prints keys, types, statuses and headers, never
 * the values of records. The exit code is 1 when something differs, and 2 when the check could not run.
 *
 * Nothing is expected of the probes named `open:`, which ask what is not known yet.
 *
 * To add a probe, add a row in `check-live/probes/`.
 */
import { readOptions } from './check-live/options';
import { redact } from './check-live/redact';
import { isBad, reportText } from './check-live/report';
import { checkLive } from './check-live/run';

async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2), process.env);
	const progress = (title: string) => console.error(`> ${title}`);
	const report = await checkLive({ ...options, progress });
	console.log(reportText(report));
	process.exitCode = isBad(report) ? 1 : 0;
}

main().catch((error: unknown) => {
	const message = error instanceof Error ? error.message : String(error);
	console.error(redact(message, [process.env.HIGHLEVEL_TOKEN ?? '']));
	process.exitCode = 2;
});
