/** Something that only reads and answers or fails as a whole: a list of the editor. */
import { badWords, saidBy, secretsIn } from '../claims';
import type { FaultKind, Times } from '../faults';
import { normal } from '../normal';
import { strike } from '../strike';
import type { World } from '../worlds/world';
import { aimedTarget } from './aimed';
import { aimsIn, wasDisturbed } from './disturbance';
import type { Aimed } from './disturbance';
import type { Target } from './target';

interface Opened {
	world: World;
	read: (address?: string) => Promise<unknown>;
}

interface ReadingTarget extends Pick<Target, 'name' | 'row' | 'way'> {
	open: () => Promise<Opened>;
	/** Whether an answer is as good as the service's own. */
	instead?: (answer: unknown) => boolean;
}

interface Expected {
	text: string;
	aims: Aimed[];
}

const textOf = (answer: unknown) => JSON.stringify(normal(answer, () => true));

/** The target for a list. */
export function readingTarget({ name, row, way, open, instead }: ReadingTarget): Target {
	const healthy = async (): Promise<Expected> => {
		const { world, read } = await open();
		const answer = await read();
		const aims = aimsIn(world.log);
		await world.release(true);
		if (!/"(?:value|id)":/.test(textOf(answer))) throw new Error('without a fault: it is empty');
		return { text: textOf(answer), aims };
	};
	return aimedTarget({
		name,
		row,
		way,
		healthy,
		runOnce: async (struck, { text }) => await runOnce(open, { ...struck, text, instead }),
	});
}

interface Cell {
	fault: FaultKind;
	times: Times;
	at: Aimed;
	text: string;
	instead: ReadingTarget['instead'];
}

async function runOnce(open: () => Promise<Opened>, { fault, times, at, text, instead }: Cell) {
	const { world, read } = await open();
	const { address, taken } = await strike(world.faults, fault, times, at);
	const problems: string[] = [];
	let said = '';
	try {
		const answer = await read(address);
		problems.push(...secretsIn(JSON.stringify(answer), world.secrets));
		const isRight = textOf(answer) === text || instead?.(answer) === true;
		if (!isRight) problems.push(`it shows ${textOf(answer).slice(0, 300)}`);
		if (times === 'always' && instead === undefined) {
			problems.push('it succeeded without an answer');
		}
	} catch (error) {
		const words = saidBy(error);
		said = `${words.fact} ${words.advice}`;
		problems.push(...badWords(words), ...secretsIn(said, world.secrets));
		if (times === 'once' && fault.passes) {
			problems.push(`it failed although sending again helps: ${words.fact}`);
		}
	}
	problems.push(...taken());
	if (fault.place === undefined && !world.log.some((entry) => entry.fault === fault.name)) {
		problems.push('the fault struck nothing');
	}
	const isDisturbed = wasDisturbed(fault, times, world.log, said);
	await world.release(fault.stalls !== true && !isDisturbed);
	return { problems, isDisturbed };
}
