/** Webhooks of a HighLevel app: each delivery once, whatever number of processes it reaches. */
import type { Flow } from '../flow';
import { core, everyMinutes } from '../parts/core';
import { NEEDS_DATA_TABLES } from '../parts/dataTable';
import { failedRun } from '../parts/failedRun';
import { webhookTrigger } from '../parts/highLevel';
import { once, onceSettings } from '../parts/once';
import { settings } from '../parts/settings';
import type { Template } from '../template';

function draw(flow: Flow): void {
	const delivery = webhookTrigger('HighLevel Webhook Trigger', {
		source: 'app',
		events: ['ContactCreate', 'ContactUpdate'],
		otherEvents: '',
		appId: '',
		locationIds: '',
		fetchRecords: false,
		options: {},
	});
	const catchUp = everyMinutes(15);
	const start = settings(onceSettings({ claimMinutes: 15, tries: 3, keepDays: 7 }));
	const { onError, didRunFail, telling } = failedRun(flow, start);
	const arrived = `$('${delivery.name}').first().json`;
	const each = once(flow, {
		table: 'HighLevel Webhook Deliveries',
		// Webhooks of HighLevel's workflows have no ID, so none of them counts as a repetition.
		key: `={{ ${arrived}.webhookId || 'Run ' + $execution.id }}`,
		thing: `={{ JSON.stringify(${arrived}) }}`,
		output: 'New Deliveries Only',
		schedule: catchUp.name,
	});
	const yours = core('noOp', 1, 'Your Nodes', {});
	flow.chain(delivery, start).chain(catchUp, start);
	flow.on(didRunFail, 'no', each.enter).on(each.isCatchUp, 'no', each.note);
	// n8n runs the upper branch to its end before it starts the lower one.
	flow.chain(each.output, yours).chain(each.output, each.done);

	flow.section(
		'Start',
		'**1. Start.** A delivery arrived, or it is time to look for deliveries whose run was cut short.',
		delivery,
		catchUp,
		onError,
		start,
		didRunFail,
		each.enter,
		each.isCatchUp,
	);
	flow.section(
		'Claim',
		'**2. Claim.** Only the run that claims the row of a delivery goes on. A repeated delivery finds its row claimed.',
		...each.claiming,
	);
	flow.section(
		'Catch Up',
		'**Catch up.** Rows are deleted after *keepDays*. A delivery that was claimed and not done passes again.',
		...each.catchingUp,
	);
	flow.section(
		'Your Nodes Here',
		'**3. Your nodes** go here. They get the event as the trigger output it.',
		each.output,
		yours,
	);
	flow.section(
		'End',
		'**4. End.** Runs after everything behind *Your Nodes*, and not if a node of yours failed. Keep it below them.',
		each.done,
		each.another,
	);
	flow.section('If a Run Fails', '**If a run fails,** it tells someone.', ...telling);
	flow.note(
		'Read Me',
		`## Each webhook once

HighLevel repeats a delivery until it is answered. The trigger knows repetitions within one n8n process; this workflow knows them for all processes, also after a restart, since it keeps the IDs in a **Data Table**, which it makes itself.

**At least once:** a delivery whose run was cut short, or in which a node failed, passes again after *claimMinutes*, at most *tries* times in all. So your nodes should bear being repeated. With *tries* set to 1 a delivery passes **at most once**: nothing is repeated, and what was cut short stays undone.

For hundreds of deliveries a minute take the workflow with Redis beside this one.`,
		4,
	);
	flow.note(
		'Set Up',
		`## Set up

1. Fill in the **App ID** in the trigger and choose its **Events**.
2. Put your own nodes behind **Your Nodes**. Anything that takes longer than *claimMinutes* would be started a second time: set it in **Settings**.
3. *keepDays* is how long an ID is known; HighLevel repeats for up to 3 days. *tellUrl* is an incoming webhook of Slack, Mattermost or Google Chat, which hears of failed runs.
4. Publish the workflow and paste the trigger's **Production URL** in the HighLevel developer portal: your app > Advanced Settings > Webhooks.

${NEEDS_DATA_TABLES}`,
	);
}

export const deduplicateWebhooks: Template = {
	file: 'deduplicate-webhooks',
	name: 'HighLevel: Each Webhook Once',
	draw,
};
