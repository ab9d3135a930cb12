/** Every template that is generated, in the order of the page about them. */
import type { Template } from '../template';
import { agentThatBooks } from './agentThatBooks';
import { bookFirst } from './bookFirst';
import { calendarHeroNotes } from './calendarHeroNotes';
import { calendarsFromActiveCampaign } from './calendarsFromActiveCampaign';
import { calendarsToActiveCampaign } from './calendarsToActiveCampaign';
import { deduplicateWebhooks } from './deduplicateWebhooks';
import { leadForm } from './leadForm';
import { milestoneToCalendarHero } from './milestoneToCalendarHero';
import { remindBefore } from './remindBefore';
import { rescheduleByLink } from './rescheduleByLink';
import { sendFreeTimes } from './sendFreeTimes';
import { setUpActiveCampaign } from './setUpActiveCampaign';
import { tasksAndCalendarHero } from './tasksAndCalendarHero';
import { undoActiveCampaign } from './undoActiveCampaign';

export const templates: Template[] = [
	bookFirst,
	leadForm,
	remindBefore,
	rescheduleByLink,
	agentThatBooks,
	setUpActiveCampaign,
	undoActiveCampaign,
	calendarsToActiveCampaign,
	calendarsFromActiveCampaign,
	sendFreeTimes,
	milestoneToCalendarHero,
	tasksAndCalendarHero,
	calendarHeroNotes,
	deduplicateWebhooks,
];
