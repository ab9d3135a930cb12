/** Files and folders whose texts do not yet follow the rules. */
const LATER: string[] = [
	'nodes/HighLevel/HighLevelWebhookTrigger.node.ts',
	'nodes/HighLevel/advice.ts',
	'nodes/HighLevel/fields/',
	'nodes/HighLevel/polling/',
	'nodes/HighLevel/resources/',
	'nodes/HighLevel/search/customFields.ts',
	'nodes/HighLevel/webhook/',
];

/** @param place a file, also with a line */
export const isLater = (place: string) => LATER.some((one) => place.startsWith(one));
