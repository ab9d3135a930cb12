// Reads and writes the files of results in `test/mutants/results/`.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { MutantGroup } from './groups';

const ROOT = join(__dirname, '..', '..');

interface Position {
	/** From 1. */
	line: number;
	column: number;
}

/** One change of the code, and what became of it, as Stryker writes it. */
export interface Mutant {
	mutatorName: string;
	replacement: string;
	/** Killed, Survived, NoCoverage, Timeout or Ignored. */
	status: string;
	location: { start: Position; end: Position };
	coveredBy?: string[];
	statusReason?: string;
}

/** The part of a file of results that is kept. */
interface Results {
	schemaVersion: string;
	thresholds: unknown;
	files: Record<string, { language: string; source: string; mutants: Mutant[] }>;
	testFiles: unknown;
}

/** @returns the path of a group's results, from the project's root */
export const resultsFile = ({ name }: MutantGroup) =>
	`test/mutants/results/${name.replaceAll('/', '-')}.json`;

/** @returns a group's results; undefined if it was never run */
export function readResults(group: MutantGroup): Results | undefined {
	const file = join(ROOT, resultsFile(group));
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : undefined;
}

/** Takes out of a group's results what Stryker does not need to continue from them: two thirds, and this machine's paths. */
export function slimResults(group: MutantGroup): void {
	const results = readResults(group);
	if (!results) return;
	const { schemaVersion, thresholds, testFiles } = results;
	const files = Object.entries(results.files).map(([name, { language, source, mutants }]) => {
		// Whether a killed mutant is run again depends on the test that killed it alone.
		const slim = mutants.map(({ coveredBy, statusReason: _, ...mutant }) =>
			mutant.status === 'Killed' ? mutant : { ...mutant, coveredBy },
		);
		return [name, { language, source, mutants: slim }] as const;
	});
	const slim = { schemaVersion, thresholds, files: Object.fromEntries(files), testFiles };
	writeFileSync(join(ROOT, resultsFile(group)), `${JSON.stringify(slim)}\n`);
}
