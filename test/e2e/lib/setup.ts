/** What test/e2e/run.mjs hands to the suites by the environment. */
import { existsSync } from 'node:fs';

export interface E2eSetup {
	/** The Node that runs n8n. */
	node: string;
	/** n8n's start file. */
	n8n: string;
	/** Our package, packed. */
	tarball: string;
	/** A folder for screenshots. */
	artifacts: string;
	/** Chromium, for suites of the stage `browser`. */
	chromium?: string;
}

/** @throws {Error} when a suite is run by itself instead of through run.mjs */
export function setup(): E2eSetup {
	const chromium = process.env['CHROMIUM_PATH'];
	return {
		node: named('E2E_NODE'),
		n8n: named('E2E_N8N'),
		tarball: named('E2E_TARBALL'),
		artifacts: named('E2E_ARTIFACTS'),
		...(chromium === undefined || chromium === '' ? {} : { chromium }),
	};
}

function named(variable: string): string {
	const value = process.env[variable];
	if (value === undefined || !existsSync(value)) {
		throw new Error(
			`${variable} names no file (${value}): run the suites through node test/e2e/run.mjs`,
		);
	}
	return value;
}
