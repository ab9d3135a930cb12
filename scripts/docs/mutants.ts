// The page of mutants, and the table on the page about reliability.

import type { MutantGroup } from '../mutate/groups';
import { MUTANT_GROUPS } from '../mutate/groups';
import { reasonFor } from '../mutate/reasons';
import type { Mutant } from '../mutate/results';
import { readResults } from '../mutate/results';
import type { Page, Part } from './generated';
import { withPart } from './generated';
import { table } from './markdown';

const COMMAND = 'mutate -- --report';
const PAGE: Part = {
	file: 'docs/development/mutants.md',
	name: 'mutants',
	command: COMMAND,
};
const SUMMARY: Part = { file: 'docs/reliability.md', name: 'mutants', command: 'mutate' };

/** A mutant that no test kills. */
interface Survivor {
	file: string;
	mutant: Mutant;
	/** The code that it changes. */
	code: string;
	/** The line on which that begins. */
	line: string;
}

/** What became of the mutants of a group. */
interface Counts {
	mutants: number;
	killed: number;
	survived: number;
	timedOut: number;
	leftOut: number;
}

function mutantsOf(group: MutantGroup): Survivor[] {
	return Object.entries(readResults(group)?.files ?? {}).flatMap(([file, { source, mutants }]) => {
		const lines = source.split('\n');
		return mutants.map((mutant) => {
			const { start, end } = mutant.location;
			const part = lines.slice(start.line - 1, end.line);
			part[part.length - 1] = part.at(-1)?.slice(0, end.column - 1) ?? '';
			part[0] = part[0]?.slice(start.column - 1) ?? '';
			return { file, mutant, code: part.join('\n'), line: lines[start.line - 1] ?? '' };
		});
	});
}

const survives = ({ mutant: { status } }: Survivor) => ['Survived', 'NoCoverage'].includes(status);

/** @returns the mutants of all groups that no test kills */
export const survivors = (): Survivor[] => MUTANT_GROUPS.flatMap(mutantsOf).filter(survives);

/** @returns what became of the mutants of some groups */
export function count(groups: MutantGroup[]): Counts {
	const all = groups.flatMap(mutantsOf);
	const of = (...statuses: string[]) =>
		all.filter(({ mutant }) => statuses.includes(mutant.status)).length;
	return {
		mutants: all.length,
		killed: of('Killed'),
		survived: of('Survived', 'NoCoverage'),
		timedOut: of('Timeout'),
		leftOut: of('Ignored', 'CompileError', 'RuntimeError'),
	};
}

/** The share of mutants that were killed, in percent, of those that were killed or survived. */
export const share = ({ killed, survived }: Pick<Counts, 'killed' | 'survived'>): number =>
	killed + survived === 0 ? 0 : Math.floor((1000 * killed) / (killed + survived)) / 10;

/** The folders whose mutants are tested, each with its groups. */
export const AREAS = [
	{ folder: 'nodes/shared', groups: groupsOf('shared/') },
	{ folder: 'nodes/HighLevel/webhook', groups: groupsOf('HighLevel/webhook') },
	{ folder: 'nodes/HighLevel/polling', groups: groupsOf('HighLevel/polling') },
];

function groupsOf(start: string): MutantGroup[] {
	return MUTANT_GROUPS.filter(({ name }) => name.startsWith(start));
}

const row = (title: string, counts: Counts): string[] => {
	const { mutants, killed, survived, timedOut } = counts;
	const numbers = [mutants, killed, survived, timedOut].map((one) => one.toLocaleString('en-US'));
	return mutants === 0
		? [title, 'not run yet', '', '', '', '']
		: [title, ...numbers, `${share(counts).toFixed(1)} %`];
};
const HEAD = ['', 'Mutants', 'Killed', 'Survived', 'Timed out', 'Killed, in %'];

const summary = (): string =>
	[
		'A mutant is the code with one small change: a condition turned round, a text emptied, a call left out. Each should make a test fail.',
		table(
			HEAD,
			AREAS.map(({ folder, groups }) => row(`\`${folder}\``, count(groups))),
		),
		'The share is that of the killed among the killed and the survivors; time-outs count as neither. [Which survive, and why](development/mutants.md).',
	].join('\n\n');

const shorten = (text: string) => {
	const plain = text.replace(/\s+/g, ' ').trim();
	return plain.length > 100 ? `${plain.slice(0, 99)}…` : plain;
};

/** Code in Markdown, also if it has backticks. */
function quote(code: string): string {
	const text = shorten(code);
	if (text === '') return 'nothing';
	return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function describe({ file, mutant, code, line }: Survivor): string {
	const { replacement, location } = mutant;
	const reason = reasonFor({ file, line, replacement }) ?? 'No test sees it yet.';
	return `- Line ${location.start.line}: ${quote(code)} → ${quote(replacement)}. ${reason}`;
}

function sectionOf(group: MutantGroup): string {
	const all = mutantsOf(group);
	const leftOut = count([group]).leftOut;
	const byFile = new Map<string, Survivor[]>();
	for (const one of all.filter(survives)) {
		byFile.set(one.file, [...(byFile.get(one.file) ?? []), one]);
	}
	return [
		`## ${group.name}`,
		all.length === 0
			? 'Not run yet.'
			: `Held by ${group.heldBy.map((one) => `\`${one}\``).join(', ')}.`,
		...(group.leavesOut === undefined ? [] : [group.leavesOut]),
		...Object.entries(group.without ?? {}).map(
			([kind, reason]) => `Without mutants of the kind ${kind}: ${reason}`,
		),
		...(leftOut > 0 ? [`${leftOut} mutants are left out.`] : []),
		...[...byFile].flatMap(([file, some]) => [`### \`${file}\``, some.map(describe).join('\n')]),
	].join('\n\n');
}

const page = (): string =>
	[
		table(HEAD, [
			...MUTANT_GROUPS.map((group) => row(group.name, count([group]))),
			...AREAS.map(({ folder, groups }) => row(`**\`${folder}\`**`, count(groups))),
		]),
		...MUTANT_GROUPS.map(sectionOf),
	].join('\n\n');

/** The pages with the results of the mutants. */
export const MUTANT_PAGES: Page[] = [
	{ file: PAGE.file, update: (text) => withPart(text, PAGE, page()) },
	{ file: SUMMARY.file, update: (text) => withPart(text, SUMMARY, summary()) },
];
