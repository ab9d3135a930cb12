import { appointmentScenarios } from './appointments';
import { availabilityScenarios } from './availability';
import { calendarScenarios } from './calendars';
import { contactScenarios } from './contacts';
import type { Scenario } from './scenario';
import { taskAndNoteScenarios } from './tasksAndNotes';

export type { ReferenceState, Scenario } from './scenario';

/** A scenario for every event of both polling triggers. */
export const SCENARIOS: Scenario[] = [
	...contactScenarios,
	...taskAndNoteScenarios,
	...calendarScenarios,
	...appointmentScenarios,
	...availabilityScenarios,
];

/** The scenario of an event. */
export function scenarioOf(event: string): Scenario {
	const scenario = SCENARIOS.find((one) => one.event === event);
	if (!scenario) throw new Error(`${event} has no scenario`);
	return scenario;
}
