// Why mutants survive: those of one line of code, and what they become.

import { HIGH_LEVEL_REASONS } from './highLevelReasons';
import type { Reason } from './reason';
import { SHARED_REASONS } from './sharedReasons';

interface Place {
	file: string;
	/** The line of code on which the mutant begins. */
	line: string;
	replacement: string;
}

const REASONS: Reason[] = [...SHARED_REASONS, ...HIGH_LEVEL_REASONS];

/** @returns why a mutant survives; undefined if nobody has found out */
export function reasonFor({ file, line, replacement }: Place): string | undefined {
	return REASONS.find(
		(one) =>
			file.endsWith(`/${one.file}.ts`) &&
			line.includes(one.at) &&
			(one.becomes === undefined || replacement === one.becomes),
	)?.reason;
}
