/** CalendarHero's trigger: what it registers when it is switched on, and what its polls put right. */
import { badWords, saidBy, secretsIn } from '../claims';
import type { FaultKind, Times } from '../faults';
import { strike } from '../strike';
import { Trigger } from '../../CalendarHero/webhook/trigger';
import type { CalendarHeroWorld } from '../worlds/calendarHero';
import { openCalendarHero } from '../worlds/calendarHero';
import type { Aimed } from './disturbance';
import { aimsIn, repeatedly, wasDisturbed } from './disturbance';
import { pollingTarget } from './poll';
import type { Target } from './target';

const CREATED = 'new_meeting_request';
const CANCELLED = 'meeting_request_cancelled';
const EVENTS = [CREATED, CANCELLED];
const row = 'CalendarHero: trigger';

/** The events that have a hook of the trigger. */
const hooksOf = ({ account }: CalendarHeroWorld, { mark }: Trigger): string[] =>
	account.standIn.state.hooks
		.where(({ hookUrl }) => hookUrl.includes(mark))
		.map(({ event }) => event)
		.sort();

const isAll = (events: string[]) => JSON.stringify(events) === JSON.stringify([...EVENTS].sort());

const triggerOf = ({ account }: CalendarHeroWorld, address?: string) =>
	new Trigger(account, { events: EVENTS }, address === undefined ? {} : { apiUrl: address });

interface Cell {
	fault: FaultKind;
	times: Times;
	at: Aimed;
}

/** All hooks are registered, or none, and the trigger says why. */
async function activateOnce({ fault, times, at }: Cell) {
	const world = await openCalendarHero();
	const { address, taken } = await strike(world.faults, fault, times, at);
	const trigger = triggerOf(world, address);
	const problems: string[] = [];
	let said = '';
	try {
		await trigger.activate();
		if (!isAll(hooksOf(world, trigger))) {
			problems.push(`it is active with the hooks ${hooksOf(world, trigger).join(', ') || 'none'}`);
		}
	} catch (error) {
		const words = saidBy(error);
		said = `${words.fact} ${words.advice}`;
		problems.push(...badWords(words), ...secretsIn(said, world.secrets));
		const left = hooksOf(world, trigger);
		if (left.length > 0) problems.push(`it is not active, but has hooks: ${left.join(', ')}`);
		if (times === 'once' && fault.passes && (at.method === 'GET' || fault.told)) {
			problems.push(`it is not active although sending again helps: ${words.fact}`);
		}
	}
	if (fault.place === undefined && !world.log.some((entry) => entry.fault === fault.name)) {
		problems.push('the fault struck nothing');
	}
	problems.push(...taken());
	const isDisturbed = wasDisturbed(fault, times, world.log, said);
	await world.release(false);
	return { problems, isDisturbed };
}

async function aimsOfActivation(): Promise<Aimed[]> {
	const world = await openCalendarHero();
	const trigger = triggerOf(world);
	await trigger.activate();
	const aims = aimsIn(world.log);
	const hooks = hooksOf(world, trigger);
	await world.release(true);
	if (!isAll(hooks)) throw new Error('without a fault: it does not register its hooks');
	return aims;
}

/** Nothing shows that an empty answer, or an object without an error, is not CalendarHero's own. */
const cannotTell = ({ happened, column }: FaultKind, { method }: Aimed) =>
	!happened && (['empty', '204'].includes(column) || (method !== 'GET' && column === 'wrong JSON'));

let known: Promise<Aimed[]> | undefined;

const activation: Target = {
	name: 'CalendarHero registration',
	row,
	way: 'registration',
	prepare: async () => {
		known ??= aimsOfActivation();
		await known;
	},
	run: async (fault, times) => {
		known ??= aimsOfActivation();
		const problems: string[] = [];
		const all = (await known).filter((at) => !cannotTell(fault, at));
		if (all.length === 0) return undefined;
		for (const at of all) {
			const found = await repeatedly(async () => await activateOnce({ fault, times, at }));
			problems.push(...found.map((problem) => `at ${at.operationId}: ${problem}`));
		}
		return problems;
	},
};

/** A poll registers a hook that was dropped, and emits what happened meanwhile. */
const watch = pollingTarget({
	name: 'CalendarHero poll',
	row,
	isQuiet: true,
	open: async () => {
		const world = await openCalendarHero();
		const { account } = world;
		const trigger = triggerOf(world);
		await trigger.activate();
		await trigger.poll();
		account.standIn.state.hooks.clear();
		// What happens in the millisecond of a poll is not after it.
		await new Promise((resolve) => setTimeout(resolve, 5));
		account.standIn.requestAsUser({ subject: 'Missed', emails: ['ada@lovelace.example'] });
		world.log.length = 0;
		return {
			world,
			poll: async (address) => {
				trigger.credential = address === undefined ? {} : { apiUrl: address };
				return await trigger.poll();
			},
			problems: () => (isAll(hooksOf(world, trigger)) ? [] : ['its hooks are not back']),
		};
	},
	reports: (item) => item.event === CREATED && item.caughtUp === true,
});

export const registrationTargets: Target[] = [activation, watch];
