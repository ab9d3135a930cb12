/** Every template that is generated. */
import type { Template } from '../template';
import { calendarHeroNotes } from './calendarHeroNotes';
import { calendarsFromActiveCampaign } from './calendarsFromActiveCampaign';
import { calendarsToActiveCampaign } from './calendarsToActiveCampaign';
import { milestoneToCalendarHero } from './milestoneToCalendarHero';
import { sendFreeTimes } from './sendFreeTimes';
import { setUpActiveCampaign } from './setUpActiveCampaign';
import { tasksAndCalendarHero } from './tasksAndCalendarHero';
import { undoActiveCampaign } from './undoActiveCampaign';

export const templates: Template[] = [
	setUpActiveCampaign,
	undoActiveCampaign,
	calendarsToActiveCampaign,
	calendarsFromActiveCampaign,
	sendFreeTimes,
	milestoneToCalendarHero,
	tasksAndCalendarHero,
	calendarHeroNotes,
];
