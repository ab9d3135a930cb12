/** Every template that is generated. */
import type { Template } from '../template';
import { bookFirst } from './bookFirst';
import { deduplicateWebhooks } from './deduplicateWebhooks';
import { leadForm } from './leadForm';
import { remindBefore } from './remindBefore';
import { rescheduleByLink } from './rescheduleByLink';
import { sendFreeTimes } from './sendFreeTimes';

export const templates: Template[] = [
	sendFreeTimes,
	leadForm,
	remindBefore,
	rescheduleByLink,
	bookFirst,
	deduplicateWebhooks,
];
